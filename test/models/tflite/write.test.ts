import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-web';
import { expect, test } from 'vitest';
import { floats, floatValue, integers, makeModel, makeNode } from '../../../models/onnx/build.ts';
import { readModel, writeModel } from '../../../models/onnx/model.ts';
import { differenceOn, readSample } from '../../../models/own/sample.ts';
import { toTflite } from '../../../models/own/to-tflite.ts';
import { halfWeights } from '../../../models/precision/weights.ts';
import { exportTflite } from '../../../models/tflite/export.ts';
import { readTflite } from '../../../models/tflite/reader.ts';
import { writeTflite } from '../../../models/tflite/write/write.ts';
import { randomInts } from '../../fixtures/random.ts';
import { interpret } from '../interpreter.ts';

ort.env.wasm.numThreads = 1;

const MOBILE = 'test/fixtures/mobile';
const trained = async () => new Uint8Array(await readFile(`${MOBILE}/mobile.onnx`));
const names = { graph: 'test', input: 'input', output: 'output' };

/** Channels last of what is channels first. */
function channelsLast(values: Float32Array, [, channels, height, width]: readonly number[]): Float32Array {
  const pixels = height * width;
  return values.map((_, i) => values[(i % channels) * pixels + Math.floor(i / channels)]);
}

test('the trained network gives what PyTorch gives, as ONNX and as TFLite', async () => {
  const [onnx, sample] = [await trained(), await readSample(`${MOBILE}/sample`)];
  expect(sample.dims).toEqual([1, 4, 256, 256]);
  expect(sample.alpha.filter((value) => value > 0.5).length).toBeGreaterThan(5000);
  expect(await differenceOn(sample, onnx)).toBeLessThanOrEqual(1e-4);

  const tflite = await writeTflite(readModel(onnx));
  const found = interpret(readTflite(tflite), channelsLast(sample.input, sample.dims));
  const worst = sample.alpha.reduce((most, value, i) => Math.max(most, Math.abs(value - found[i])), 0);
  expect(worst).toBeLessThanOrEqual(1e-4);
  expect(await differenceOn(sample, writeModel(exportTflite(tflite, names)))).toBeLessThanOrEqual(1e-4);
}, 120_000);

test('the mask of the frame before is looked at, and not copied', async () => {
  const [onnx, sample] = [await trained(), await readSample(`${MOBILE}/sample`)];
  const pixels = 256 * 256;
  const empty = sample.input.slice();
  empty.fill(0, 3 * pixels);
  expect(await differenceOn({ ...sample, input: empty }, onnx)).toBeGreaterThan(0.01);
  const session = await ort.InferenceSession.create(onnx);
  const { alpha: output } = await session.run({ input: new ort.Tensor('float32', empty, [...sample.dims]) });
  await session.release();
  const values = output.data as Float32Array;
  const [both, either] = [Math.min, Math.max].map((of) =>
    sample.alpha.reduce((sum, value, i) => sum + of(Math.round(value), Math.round(values[i])), 0),
  );
  expect(both / either).toBeGreaterThan(0.8);
});

test('the file is one that TFLite’s own reader takes', async () => {
  const bytes = await writeTflite(readModel(await trained()));
  expect(new TextDecoder().decode(bytes.subarray(4, 8))).toBe('TFL3');
  const { operators, tensors, inputs, outputs } = readTflite(bytes);
  expect([inputs, outputs].map(([index]) => tensors[index].shape)).toEqual([
    [1, 256, 256, 4],
    [1, 256, 256, 1],
  ]);
  const kinds = new Set(operators.map(({ kind }) => kind));
  for (const kind of ['CONV_2D', 'DEPTHWISE_CONV_2D', 'ADD', 'HARD_SWISH', 'PRELU', 'RESIZE_BILINEAR', 'CONCATENATION'])
    expect(kinds).toContain(kind);
  expect(kinds).toContain('TRANSPOSE_CONV');
  expect(kinds).not.toContain('RELU6');
  expect([...(await writeTflite(readModel(await trained())))]).toEqual([...bytes]);
});

const below = randomInts(5);
const many = (count: number) => Array.from({ length: count }, () => below(2001) / 1000 - 1);
const CHANNELS = 4;

/** Each between a picture `input` [1, 4, 8, 6] and a picture `output`. */
const CASES: Record<string, Parameters<typeof makeNode>[]> = {
  'a convolution padded as SAME pads': [
    ['Conv', ['input', 'w'], ['output'], { kernel_shape: [3, 3], pads: [0, 0, 1, 1], strides: [2, 2] }],
  ],
  'a convolution padded otherwise, by a tensor of its own': [
    ['Conv', ['input', 'w', 'b'], ['output'], { kernel_shape: [3, 3], pads: [1, 1, 1, 1], strides: [2, 2] }],
  ],
  'a dilated convolution': [
    ['Conv', ['input', 'w'], ['output'], { kernel_shape: [3, 3], pads: [2, 2, 2, 2], dilations: [2, 2] }],
  ],
  'depthwise with a multiplier': [
    ['Conv', ['input', 'd'], ['output'], { kernel_shape: [3, 3], pads: [1, 1, 1, 1], group: CHANNELS }],
  ],
  'a transposed convolution': [
    ['ConvTranspose', ['input', 't'], ['output'], { kernel_shape: [2, 2], strides: [2, 2] }],
  ],
  'a ReLU that another reads, too, and one that is fused': [
    ['Add', ['input', 'c'], ['sum']],
    ['Relu', ['sum'], ['a']],
    ['Mul', ['a', 'c'], ['b2']],
    ['Relu', ['b2'], ['d2']],
    ['Sub', ['sum', 'd2'], ['output']],
  ],
  'a ReLU of another name of what is read elsewhere': [
    ['Add', ['input', 'c'], ['sum']],
    ['Identity', ['sum'], ['alias']],
    ['Relu', ['alias'], ['a']],
    ['Sub', ['sum', 'a'], ['output']],
  ],
  'a bound left out': [
    ['Clip', ['input', 'low'], ['a']],
    ['Clip', ['a', '', 'high'], ['b2']],
    ['Clip', ['b2', 'zero'], ['output']],
  ],
  'bounds, of which 0 and 6 have an operator of their own': [
    ['Clip', ['input', 'low', 'high'], ['a']],
    ['Clip', ['a', 'zero', 'six'], ['output']],
  ],
  'softmax over the channels': [['Softmax', ['input'], ['output'], { axis: 1 }]],
  'slopes of a PReLU, and a LeakyReLU': [
    ['PRelu', ['input', 'c'], ['a']],
    ['LeakyRelu', ['a'], ['output'], { alpha: { float: 0.3 } }],
  ],
  'pooling, and its mean over the picture': [
    ['MaxPool', ['input'], ['a'], { kernel_shape: [2, 2], strides: [2, 2] }],
    ['AveragePool', ['a'], ['b2'], { kernel_shape: [2, 1], strides: [2, 1] }],
    ['GlobalAveragePool', ['b2'], ['g']],
    ['Mul', ['input', 'g'], ['output']],
  ],
  'a picture beside itself, padded and enlarged': [
    ['Concat', ['input', 'input'], ['a'], { axis: 1 }],
    ['Pad', ['a', 'pads'], ['b2']],
    ['Resize', ['b2', '', 'scales'], ['c2'], { mode: 'linear', coordinate_transformation_mode: 'align_corners' }],
    [
      'Resize',
      ['c2', '', 'scales'],
      ['d2'],
      {
        mode: 'nearest',
        coordinate_transformation_mode: 'asymmetric',
        nearest_mode: 'floor',
      },
    ],
    ['Identity', ['d2'], ['e']],
    ['Tanh', ['e'], ['output']],
  ],
};

const modelOf = (nodes: Parameters<typeof makeNode>[]) =>
  makeModel('test', {
    node: nodes.map((parts) => makeNode(...parts)),
    initializer: [
      floats('w', [5, CHANNELS, 3, 3], many(180)),
      floats('b', [5], many(5)),
      floats('d', [2 * CHANNELS, 1, 3, 3], many(72)),
      floats('t', [CHANNELS, 3, 2, 2], many(48)),
      floats('c', [CHANNELS, 1, 1], many(CHANNELS)),
      floats('low', [], [-0.5]),
      floats('high', [], [0.5]),
      floats('zero', [], [0]),
      floats('six', [], [6]),
      floats('scales', [4], [1, 1, 2, 2]),
      integers('pads', [0, 0, 1, 2, 0, 0, 0, 1]),
    ],
    input: [floatValue('input', [1, CHANNELS, 8, 6])],
    output: [floatValue('output', [1, 'c', 'h', 'w'])],
  });

test.each(Object.entries(CASES))('%s survives the way to TFLite and back', async (_, nodes) => {
  const model = modelOf(nodes);
  const input = new ort.Tensor('float32', Float32Array.from(many(CHANNELS * 48)), [1, CHANNELS, 8, 6]);
  const run = async (onnx: Uint8Array) => {
    const session = await ort.InferenceSession.create(onnx);
    const { output } = await session.run({ input });
    await session.release();
    return { dims: [...output.dims], data: [...(output.data as Float32Array)] };
  };
  const expected = await run(writeModel(model));
  const found = await run(writeModel(exportTflite(await writeTflite(model), names)));
  expect(found.dims).toEqual(expected.dims);
  expect(
    found.data.map((value, i) => Math.abs(value - expected.data[i])).reduce((a, b) => Math.max(a, b)),
  ).toBeLessThan(1e-5);
});

test.each([
  [
    'what is not in the table',
    [['Erf', ['input'], ['output']]],
    /operator Erf \(number 0, “output”\).*not in the operators/,
  ],
  ['a Clip without bounds', [['Clip', ['input'], ['output']]], /it has no bounds/],
  ['reflected padding', [['Pad', ['input', 'pads'], ['output'], { mode: 'reflect' }]], /only padding by zeros/],
] as [string, Parameters<typeof makeNode>[], RegExp][])('%s is refused by name', async (_, nodes, reason) => {
  await expect(writeTflite(modelOf(nodes))).rejects.toThrow(reason);
});

test('a Clip without an upper bound, from 0, is a ReLU, fused where it can be', async () => {
  const tflite = await writeTflite(
    modelOf([
      ['Add', ['input', 'c'], ['sum']],
      ['Identity', ['sum'], ['alias']],
      ['Clip', ['alias', 'zero'], ['output']],
    ]),
  );
  expect(readTflite(tflite).operators.map(({ kind, options }) => [kind, options?.byte(0)])).toEqual([['ADD', 1]]);
});

test('bounds that are attributes, as before opset 11, are kept', async () => {
  const model = modelOf([['Clip', ['input'], ['output'], { min: { float: -0.25 }, max: { float: 0.5 } }]]);
  const { tflite } = await toTflite({ ...model, opsetImport: [{ domain: '', version: 10 }] });
  const { operators, tensors } = readTflite(tflite);
  expect(operators.map(({ kind, inputs }) => [kind, tensors[inputs[1]].data?.[0]])).toEqual([
    ['MAXIMUM', -0.25],
    ['MINIMUM', 0.5],
  ]);
});

test('what is no number read back is refused', async () => {
  await expect(toTflite(modelOf([['Div', ['input', 'zero'], ['output']]]))).rejects.toThrow(/differs by NaN/);
});

test('what writing changes is told', async () => {
  const { tflite, worst } = await toTflite(modelOf([['Sigmoid', ['input'], ['output']]]));
  expect(readTflite(tflite).operators.map(({ kind }) => kind)).toEqual(['LOGISTIC']);
  expect(worst).toBeLessThan(1e-6);
});

test('weights in halves are written in single precision', async () => {
  const small = halfWeights(modelOf([['Conv', ['input', 'w', 'b'], ['output'], { pads: [1, 1, 1, 1] }]]));
  expect(small.graph.node.map(({ opType }) => opType)).toContain('Cast');
  const { tflite, worst } = await toTflite(small);
  expect(readTflite(tflite).operators.map(({ kind }) => kind)).toEqual(['CONV_2D']);
  expect(worst).toBeLessThan(1e-4);
});

test('open sizes are refused', async () => {
  const open = modelOf([['Relu', ['input'], ['output']]]);
  await expect(
    writeTflite({ ...open, graph: { ...open.graph, input: [floatValue('input', [1, CHANNELS, 'h', 'w'])] } }),
  ).rejects.toThrow(/“input” has open sizes/);
});
