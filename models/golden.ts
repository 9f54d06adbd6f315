import * as ort from 'onnxruntime-web';
import type { Artifact, Network } from '../shared/inference/catalog.ts';
import { goldenPicture } from '../shared/inference/golden.ts';
import { PERSON_ODDS } from '../shared/person/decide.ts';
import { personOf } from './catalog.ts';

/**
 * What a portrait network gives for the golden picture on WASM, which every backend must reproduce.
 *
 * @throws Error if the network should tell people from animals, and doesn't see a person in that picture.
 */
export async function goldenMatte(network: Network, onnx: Uint8Array): Promise<NonNullable<Artifact['golden']>> {
  const { width, height, data } = goldenPicture();
  const pixels = width * height;
  const input = Float32Array.from({ length: 3 * pixels }, (_, i) => {
    const value = data[(i % pixels) * 4 + Math.floor(i / pixels)];
    return (value / 255 - 0.5) / 0.5;
  });
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(onnx);
  try {
    const { output, ...others } = await session.run({ input: new ort.Tensor('float32', input, [1, 3, height, width]) });
    const alpha = Uint8ClampedArray.from(output.data as Float32Array, (value) => value * 255);
    const matte = { width, height, alpha: Buffer.from(alpha).toString('base64') };
    const person = personOf(network);
    if (!person) return matte;
    const odds = Number(others[person]?.data[0]);
    if (odds > PERSON_ODDS.least) return { ...matte, personOdds: Math.round(10 * odds) / 10 };
    const found = person in others ? `are ${odds}, and not above ${PERSON_ODDS.least}` : 'are missing';
    throw new Error(
      `${network}'s log-odds of a person in the drawn portrait ${found}; fit them by “telling” (models/train/README.md), then export again.`,
    );
  } finally {
    await session.release();
  }
}
