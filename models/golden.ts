import * as ort from 'onnxruntime-web';
import type { Artifact } from '../shared/inference/catalog.ts';
import { goldenPicture } from '../shared/inference/golden.ts';

/** What a portrait network gives for the golden picture on WASM, which every backend must reproduce. */
export async function goldenMatte(onnx: Uint8Array): Promise<NonNullable<Artifact['golden']>> {
  const { width, height, data } = goldenPicture();
  const pixels = width * height;
  const input = Float32Array.from({ length: 3 * pixels }, (_, i) => {
    const value = data[(i % pixels) * 4 + Math.floor(i / pixels)];
    return (value / 255 - 0.5) / 0.5;
  });
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(onnx);
  try {
    const { output, person } = await session.run({ input: new ort.Tensor('float32', input, [1, 3, height, width]) });
    const alpha = Uint8ClampedArray.from(output.data as Float32Array, (value) => value * 255);
    const matte = { width, height, alpha: Buffer.from(alpha).toString('base64') };
    return person ? { ...matte, personOdds: Math.round(10 * Number(person.data[0])) / 10 } : matte;
  } finally {
    await session.release();
  }
}
