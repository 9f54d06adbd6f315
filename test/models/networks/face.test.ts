import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-web';
import { expect, test } from 'vitest';
import { fetchSource } from '../../../models/fetch/fetch.ts';
import { CACHE } from '../../../models/main.ts';
import { exportFace } from '../../../models/networks/face.ts';
import { BLAZEFACE } from '../../../models/sources.ts';
import { readTflite } from '../../../models/tflite/reader.ts';
import { goldenPicture } from '../../../shared/inference/golden.ts';
import { interpret } from '../interpreter.ts';

const SIDE = 128;

test('the exported face network gives the scores that its TFLite operators give', async () => {
  const bytes = new Uint8Array(await readFile(await fetchSource(BLAZEFACE, CACHE)));
  const picture = goldenPicture(SIDE);
  const nhwc = new Float32Array(SIDE * SIDE * 3);
  const nchw = new Float32Array(SIDE * SIDE * 3);
  for (let i = 0; i < SIDE * SIDE; i++)
    for (let c = 0; c < 3; c++) {
      nhwc[i * 3 + c] = picture.data[i * 4 + c] / 127.5 - 1;
      nchw[c * SIDE * SIDE + i] = nhwc[i * 3 + c];
    }

  const model = readTflite(bytes);
  const expected = interpret(
    model,
    nhwc,
    model.outputs.findIndex((index) => model.tensors[index].shape[2] === 1),
  );
  const session = await ort.InferenceSession.create(exportFace(bytes));
  expect(session.outputNames).toEqual(['scores']);
  const { scores } = await session.run({ input: new ort.Tensor('float32', nchw, [1, 3, SIDE, SIDE]) });
  await session.release();

  expect(scores.dims).toEqual([1, 896, 1]);
  const found = scores.data as Float32Array;
  const worst = expected.reduce((max, value, i) => Math.max(max, Math.abs(value - found[i])), 0);
  expect(worst).toBeLessThanOrEqual(1e-3);
  // The golden picture has a drawn face.
  expect(Math.max(...found)).toBeGreaterThan(1.5);
  expect(found.filter((score) => score > 0).length).toBeLessThan(50);
});
