import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-web';
import { expect, test } from 'vitest';
import { writeModel } from '../../models/onnx/model.ts';
import { exportTflite } from '../../models/tflite/export.ts';
import { OPERATORS } from '../../models/tflite/operators.ts';
import { samePadding } from '../../models/tflite/padding.ts';
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
    /operator Wibble \(number 0, “tensor1”\) cannot be exported/,
  );
  expect(() => exportTflite(tflite({ operator: 114, tensors }), names)).toThrow(
    /operator QUANTIZE .* cannot be exported/,
  );
  expect(() => exportTflite(tflite({ operator: 99, tensors }), names)).toThrow(
    /builtin operator 99 .* cannot be exported/,
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

test.each([3, 7, 9])('a network that computes in integers (type %i) is refused in words', (type) => {
  const quantised = { ...picture, type };
  for (const tensors of [
    [quantised, picture],
    [picture, quantised],
  ]) {
    expect(() => exportTflite(tflite({ operator: 19, tensors }), names)).toThrow(
      /fully quantised: “tensor[01]” holds integers. Convert it with float inputs and dynamic-range weights/,
    );
  }
});

test('AVERAGE_POOL_2D leaves the padding out of the mean', async () => {
  const wanted = { operator: 1, tensors: [{ shape: [1, 3, 3, 1] }, picture] };
  const options = { options: { 0: 0, 1: 2, 2: 2, 3: 2, 4: 2 }, wide: [1, 2, 3, 4] };
  expect(await run({ ...wanted, ...options }, [1, 2, 3, 4, 5, 6, 7, 8, 9])).toEqual([3, 4.5, 7.5, 9]);
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

test('RESHAPE to a picture gives its values in the file’s order', async () => {
  const wanted: Wanted = { operator: 22, tensors: [{ shape: [1, 1, 2, 2] }, { shape: [1, 2, 2, 1] }] };
  expect(await run(wanted, [1, 2, 10, 20])).toEqual([1, 10, 2, 20]);
});

test('TRANSPOSE turns the file’s axes', async () => {
  const wanted: Wanted = {
    operator: 39,
    tensors: [{ shape: [1, 2, 2, 2] }, { shape: [4], whole: [0, 2, 1, 3] }, { shape: [1, 2, 2, 2] }],
  };
  expect(await run(wanted, [1, 2, 3, 4, 10, 20, 30, 40])).toEqual([1, 3, 2, 4, 10, 30, 20, 40]);
});

const constant = { shape: [1], data: [2] };
const oneByOne = { shape: [1, 1, 1, 2] };
const grown = { shape: [1, 2, 4, 1] };
const sizes = { shape: [2], whole: [2, 4] };

test.each<[string, Wanted, number[], number[]]>([
  ['SUB', { operator: 41, tensors: [picture, constant, picture] }, [1, 2, 3, 4], [-1, 0, 1, 2]],
  ['DIV', { operator: 42, tensors: [picture, constant, picture] }, [1, 2, 3, 4], [0.5, 1, 1.5, 2]],
  ['MAXIMUM', { operator: 55, tensors: [picture, constant, picture] }, [1, 2, 3, 4], [2, 2, 3, 4]],
  ['MINIMUM', { operator: 57, tensors: [picture, constant, picture] }, [1, 2, 3, 4], [1, 2, 2, 2]],
  ['RELU6', { operator: 21, tensors: [picture, picture] }, [-1, 2, 6, 9], [0, 2, 6, 6]],
  ['RELU_N1_TO_1', { operator: 20, tensors: [picture, picture] }, [-2, 0.5, 1, 9], [-1, 0.5, 1, 1]],
  ['TANH', { operator: 28, tensors: [picture, picture] }, [0, 0, 99, -99], [0, 0, 1, -1]],
  [
    'LEAKY_RELU',
    { operator: 98, tensors: [picture, picture], options: { 0: 0.25 }, real: [0] },
    [-4, 0, 1, -8],
    [-1, 0, 1, -2],
  ],
  [
    'PRELU with a slope for each channel',
    { operator: 54, tensors: [{ shape: [1, 1, 2, 2] }, { shape: [1, 1, 2], data: [2, 3] }, { shape: [1, 1, 2, 2] }] },
    [-1, 1, -1, 5],
    [-2, 1, -3, 5],
  ],
  [
    'SOFTMAX over the channels',
    { operator: 25, tensors: [{ shape: [1, 1, 2, 2] }, { shape: [1, 1, 2, 2] }], options: { 0: 1 }, real: [0] },
    [3, 99, 3, 0],
    [0.5, 1, 0.5, 0],
  ],
  [
    'MEAN over the picture',
    { operator: 40, tensors: [picture, { shape: [2], whole: [1, 2] }, { shape: [1, 1, 1, 1] }], options: { 0: 1 } },
    [1, 2, 3, 6],
    [3],
  ],
  [
    'SUM over rows, which are gone then',
    { operator: 74, tensors: [picture, { shape: [1], whole: [1] }, { shape: [1, 2, 1] }] },
    [1, 2, 3, 6],
    [4, 8],
  ],
  [
    'FULLY_CONNECTED over a picture',
    {
      operator: 9,
      tensors: [oneByOne, { shape: [2, 2], data: [1, 2, 3, 4] }, { shape: [2], data: [10, 20] }, oneByOne],
      options: { 2: 1 },
    },
    [1, 2],
    [15, 31],
  ],
  [
    'FULLY_CONNECTED to a list, without a bias',
    { operator: 9, tensors: [oneByOne, { shape: [2, 2], data: [1, 2, 3, 4] }, { shape: [1, 2] }] },
    [1, 2],
    [5, 11],
  ],
  [
    'RESIZE_NEAREST_NEIGHBOR',
    { operator: 97, tensors: [picture, sizes, grown], options: { 0: 0, 1: 1 } },
    [1, 2, 3, 4],
    [1, 1, 2, 2, 3, 3, 4, 4],
  ],
  [
    'SLICE, to the end where its size is -1',
    {
      operator: 65,
      tensors: [
        { shape: [1, 2, 2, 2] },
        { shape: [4], whole: [0, 0, 1, 1] },
        { shape: [4], whole: [1, -1, 1, 1] },
        { shape: [1, 2, 1, 1] },
      ],
    },
    [1, 2, 3, 4, 10, 20, 30, 40],
    [20, 40],
  ],
  [
    'STRIDED_SLICE, its masked ends left out',
    {
      operator: 45,
      tensors: [
        grown,
        { shape: [4], whole: [0, 1, 9, 0] },
        { shape: [4], whole: [0, 2, 0, 0] },
        { shape: [4], whole: [1, 1, 2, 1] },
        { shape: [1, 1, 2, 1] },
      ],
      options: { 0: 0b0100, 1: 0b1101 },
      wide: [0, 1],
    },
    [1, 2, 3, 4, 5, 6, 7, 8],
    [5, 7],
  ],
  [
    'TRANSPOSE_CONV',
    {
      operator: 67,
      tensors: [
        { shape: [1, 1, 2, 1] },
        { shape: [4], whole: [1, 2, 4, 1] },
        { shape: [1, 2, 2, 1], data: [1, 2, 3, 4] },
        { shape: [1], data: [100] },
        { shape: [1, 2, 4, 1] },
      ],
      inputs: [1, 2, 0, 3],
      options: { 0: 0, 1: 2, 2: 2 },
      wide: [1, 2],
    },
    [1, 10],
    [101, 102, 110, 120, 103, 104, 130, 140],
  ],
  [
    'CONV_2D with weights of eight bits, a scale and a zero point for each output channel',
    {
      operator: 3,
      tensors: [
        picture,
        { shape: [2, 1, 1, 1], bytes: [4, -3], scales: [0.5, 2], zeros: [0, 1] },
        { shape: [2], data: [0, 1] },
        { shape: [1, 2, 2, 2] },
      ],
      options: { 0: 1, 1: 1, 2: 1, 4: 1, 5: 1 },
      wide: [1, 2, 4, 5],
    },
    [1, 2, 3, 4],
    [2, 4, 6, 8, -7, -15, -23, -31],
  ],
])('%s', async (_, wanted, values, expected) => {
  expect((await run(wanted, values)).map((value) => Math.round(value * 1e5) / 1e5 + 0)).toEqual(expected);
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

test('the documentation’s table has every operator', async () => {
  const documentation = await readFile('models/README.md', 'utf8');
  expect([...OPERATORS.keys()].filter((name) => !documentation.includes(`\`${name}\``))).toEqual([]);
});
