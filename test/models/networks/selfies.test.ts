import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-web';
import { expect, test } from 'vitest';
import { fetchSource } from '../../../models/fetch/fetch.ts';
import { CACHE } from '../../../models/main.ts';
import { writeModel } from '../../../models/onnx/model.ts';
import { halfWeights } from '../../../models/precision/weights.ts';
import { SELFIE_LANDSCAPE, SELFIE_MULTICLASS, type Source } from '../../../models/sources.ts';
import { exportTflite } from '../../../models/tflite/export.ts';
import { readTflite } from '../../../models/tflite/reader.ts';
import { goldenPicture } from '../../../shared/inference/golden.ts';
import { interpret } from '../interpreter.ts';

ort.env.wasm.numThreads = 2;

/** The golden picture's upper rows, RGB/255, channels last and first. */
function pictureOf(height: number, width: number) {
  const { data } = goldenPicture(width);
  const [last, first] = [new Float32Array(height * width * 3), new Float32Array(height * width * 3)];
  for (let i = 0; i < height * width; i++)
    for (let c = 0; c < 3; c++) {
      last[i * 3 + c] = data[i * 4 + c] / 255;
      first[c * height * width + i] = last[i * 3 + c];
    }
  return { last, first };
}

async function run(onnx: Uint8Array, dims: number[], values: Float32Array): Promise<Float32Array> {
  const session = await ort.InferenceSession.create(onnx);
  const { output } = await session.run({ input: new ort.Tensor('float32', values, dims) });
  await session.release();
  return output.data as Float32Array;
}

test.each([
  ['landscape', SELFIE_LANDSCAPE, 144, 1],
  ['multiclass', SELFIE_MULTICLASS, 256, 6],
] as [string, Source, number, number][])(
  'the exported %s network gives what its TFLite operators give',
  async (_, source, height, channels) => {
    const bytes = new Uint8Array(await readFile(await fetchSource(source, CACHE)));
    const { last, first } = pictureOf(height, 256);
    const expected = interpret(readTflite(bytes), last);
    const dims = [1, 3, height, 256];
    const model = exportTflite(bytes, { graph: 'selfie', input: 'input', output: 'output' });
    const pixels = height * 256;
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    const worst = (found: Float32Array) =>
      expected.reduce((most, value, i) => {
        const at = (i % channels) * pixels + Math.floor(i / channels);
        return Math.max(most, Math.abs(value - found[at]));
      }, 0) / largest;

    expect(worst(await run(writeModel(model), dims, first))).toBeLessThanOrEqual(1e-4);
    expect(worst(await run(writeModel(halfWeights(model, 10_000)), dims, first))).toBeLessThanOrEqual(5e-3);
    expect(new Set(expected.map((value) => Math.round((value / largest) * 10))).size).toBeGreaterThan(3);
  },
  240_000,
);
