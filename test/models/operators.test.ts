import * as ort from 'onnxruntime-web';
import { expect, test } from 'vitest';
import { writeModel } from '../../models/onnx/model.ts';
import { exportTflite } from '../../models/tflite/export.ts';
import { OPERATORS, samePadding } from '../../models/tflite/operators.ts';
import { readTflite } from '../../models/tflite/reader.ts';
import { tflite, type Wanted } from './tflite.ts';

const names = { graph: 'test', input: 'input', output: 'output' };

/** Exports a one-operator network and runs it on an NCHW input. */
async function run(wanted: Wanted, values: number[]): Promise<number[]> {
  const session = await ort.InferenceSession.create(writeModel(exportTflite(tflite(wanted), names)));
  const [batch, height, width, channels] = wanted.tensors[0].shape;
  const input = new ort.Tensor('float32', values, [batch, channels, height, width]);
  const { output } = await session.run({ input });
  await session.release();
  return [...(output.data as Float32Array)];
}

const picture = { shape: [1, 2, 2, 1] };

test('an unknown operator names itself', () => {
  const tensors = [picture, picture];
  expect(() => exportTflite(tflite({ operator: 'Wibble', tensors }), names)).toThrow(
    /operator Wibble cannot be exported/,
  );
  expect(() => exportTflite(tflite({ operator: 25, tensors }), names)).toThrow(/operator SOFTMAX cannot be exported/);
  expect(() => exportTflite(tflite({ operator: 99, tensors }), names)).toThrow(
    /builtin operator 99 cannot be exported/,
  );
});

test('an output that the file does not have is named', () => {
  const tensors = [picture, picture];
  expect(() => exportTflite(tflite({ operator: 19, tensors }), { ...names, from: 'faces' })).toThrow(
    /no output “faces”/,
  );
});

test('what is not TFLite says so', () => {
  expect(() => readTflite(new Uint8Array(64))).toThrow(/not a TFLite file/);
});

test('a pooling window smaller than the picture is refused in words', () => {
  const wanted = { operator: 1, tensors: [{ shape: [1, 4, 4, 1] }, picture], options: { 3: 2, 4: 2 }, wide: [3, 4] };
  expect(() => exportTflite(tflite(wanted), names)).toThrow(/AVERAGE_POOL_2D over 2×2 of 4×4/);
});

test.each([
  [0, [-5, 1, 3, 9]],
  [1, [0, 1, 3, 9]],
  [2, [-1, 1, 1, 1]],
  [3, [0, 1, 3, 6]],
])('ADD with the fused activation %i', async (activation, expected) => {
  const tensors = [picture, { shape: [1], data: [1] }, picture];
  expect(await run({ operator: 0, tensors, options: { 0: activation } }, [-6, 0, 2, 8])).toEqual(expected);
});

test('a fused activation without counterpart names operator and number', () => {
  const tensors = [picture, { shape: [1], data: [1] }, picture];
  expect(() => exportTflite(tflite({ operator: 0, tensors, options: { 0: 5 } }), names)).toThrow(/ADD .* activation 5/);
});

test('CONV_2D lays out its weights anew, pads as SAME does and clips', async () => {
  // One 2×2 kernel over two channels; SAME pads an even kernel after the picture only.
  const wanted: Wanted = {
    operator: 3,
    tensors: [
      { shape: [1, 2, 2, 2] },
      { shape: [1, 2, 2, 2], data: [1, 10, 2, 20, 3, 30, 4, 40] },
      { shape: [1], data: [-100] },
      { shape: [1, 2, 2, 1] },
    ],
    options: { 0: 0, 1: 1, 2: 1, 3: 1, 4: 1, 5: 1 },
    wide: [1, 2, 4, 5],
  };
  const [first, second] = [
    [1, 2, 3, 4],
    [5, 6, 7, 8],
  ];
  const sums = [30 + 10 * 70, 2 + 3 * 4 + 10 * (6 + 3 * 8), 3 + 2 * 4 + 10 * (7 + 2 * 8), 4 + 10 * 8];
  expect(await run(wanted, [...first, ...second])).toEqual(sums.map((sum) => Math.max(0, sum - 100)));
});

test('MAX_POOL_2D takes the largest of each window, SAME padding counting for nothing', async () => {
  const wanted: Wanted = {
    operator: 17,
    tensors: [{ shape: [1, 3, 3, 1] }, { shape: [1, 2, 2, 1] }],
    options: { 0: 0, 1: 2, 2: 2, 3: 2, 4: 2 },
    wide: [1, 2, 3, 4],
  };
  expect(await run(wanted, [1, 2, -3, 4, 0, -6, -7, -8, -9])).toEqual([4, -3, -7, -9]);
});

test('PAD adds zeros along rows, columns and channels', async () => {
  const wanted: Wanted = {
    operator: 34,
    tensors: [picture, { shape: [4, 2], whole: [0, 0, 0, 1, 1, 0, 0, 1] }, { shape: [1, 3, 3, 2] }],
  };
  expect(await run(wanted, [1, 2, 3, 4])).toEqual([0, 1, 2, 0, 3, 4, ...Array(12).fill(0)]);
});

test('RESHAPE lists a picture’s values as NHWC has them, channels together', async () => {
  const wanted: Wanted = { operator: 22, tensors: [{ shape: [1, 2, 2, 3] }, { shape: [1, 6, 2] }] };
  const channels = [
    [1, 2, 3, 4],
    [10, 20, 30, 40],
    [100, 200, 300, 400],
  ];
  expect(await run(wanted, channels.flat())).toEqual([1, 10, 100, 2, 20, 200, 3, 30, 300, 4, 40, 400]);
});

test('RESHAPE to a picture is refused in words', () => {
  const wanted: Wanted = { operator: 22, tensors: [picture, { shape: [1, 1, 4, 1] }] };
  expect(() => exportTflite(tflite(wanted), names)).toThrow(/RESHAPE to four dimensions/);
});

test.each([
  ['rows', 1, [1, 4, 2, 1], [1, 2, 3, 4, 1, 2, 3, 4]],
  ['channels', 3, [1, 2, 2, 2], [1, 2, 3, 4, 1, 2, 3, 4]],
  ['columns, counted from the end', -2, [1, 2, 4, 1], [1, 2, 1, 2, 3, 4, 3, 4]],
])('CONCATENATION along %s', async (_, axis, shape, expected) => {
  const wanted: Wanted = {
    operator: 2,
    tensors: [picture, { shape }],
    inputs: [0, 0],
    options: { 0: axis },
    wide: [0],
  };
  expect(await run(wanted, [1, 2, 3, 4])).toEqual(expected);
});

test('SAME padding puts the odd pixel after', () => {
  expect(samePadding(256, 3, 2)).toEqual([0, 1]);
  expect(samePadding(5, 3, 1)).toEqual([1, 1]);
  expect(samePadding(5, 3, 1, 2)).toEqual([2, 2]);
  expect(samePadding(4, 1, 2)).toEqual([0, 0]);
});

test('the table has the operators that the documentation lists', () => {
  expect(Object.keys(OPERATORS).sort()).toEqual([
    'ADD',
    'AVERAGE_POOL_2D',
    'CONCATENATION',
    'CONV_2D',
    'Convolution2DTransposeBias',
    'DEPTHWISE_CONV_2D',
    'DEQUANTIZE',
    'HARD_SWISH',
    'LOGISTIC',
    'MAX_POOL_2D',
    'MUL',
    'PAD',
    'RELU',
    'RESHAPE',
    'RESIZE_BILINEAR',
  ]);
});
