import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-web';
import { expect, test } from 'vitest';
import { fetchSource } from '../../../models/fetch/fetch.ts';
import { CACHE } from '../../../models/main.ts';
import { exportLite } from '../../../models/networks/lite.ts';
import { SELFIE } from '../../../models/sources.ts';
import { readTflite } from '../../../models/tflite/reader.ts';
import { goldenPicture } from '../../../shared/inference/golden.ts';
import { interpret } from '../interpreter.ts';

ort.env.wasm.numThreads = 2;

test('the exported lite network gives what its TFLite operators give', async () => {
  const bytes = new Uint8Array(await readFile(await fetchSource(SELFIE, CACHE)));
  const picture = goldenPicture(256);
  const nhwc = new Float32Array(256 * 256 * 3);
  const nchw = new Float32Array(256 * 256 * 3);
  for (let i = 0; i < 256 * 256; i++)
    for (let c = 0; c < 3; c++) {
      nhwc[i * 3 + c] = picture.data[i * 4 + c] / 255;
      nchw[c * 256 * 256 + i] = nhwc[i * 3 + c];
    }

  const expected = interpret(readTflite(bytes), nhwc);
  const session = await ort.InferenceSession.create(exportLite(bytes));
  const { alpha } = await session.run({ input: new ort.Tensor('float32', nchw, [1, 3, 256, 256]) });
  await session.release();

  expect(alpha.dims).toEqual([1, 1, 256, 256]);
  const found = alpha.data as Float32Array;
  const worst = expected.reduce((max, value, i) => Math.max(max, Math.abs(value - found[i])), 0);
  expect(worst).toBeLessThanOrEqual(1e-4);
  const inside = expected.filter((value) => value > 0.9).length / expected.length;
  expect(inside).toBeGreaterThan(0.1);
  expect(inside).toBeLessThan(0.9);
});
