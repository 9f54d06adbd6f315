import * as ort from 'onnxruntime-web';
import { expect, test } from 'vitest';
import { type Model, writeModel } from '../../../models/onnx/model.ts';
import { halfWeights } from '../../../models/precision/weights.ts';
import { withDilations } from '../../../models/tflite/batches.ts';
import { exportTflite } from '../../../models/tflite/export.ts';
import { readTflite } from '../../../models/tflite/reader.ts';
import { randomInts } from '../../fixtures/random.ts';
import { interpret } from '../interpreter.ts';
import { type Chain, tflite, tfliteOf } from '../tflite.ts';

const names = { graph: 'test', input: 'input', output: 'output' };
const below = randomInts(8);
const many = (count: number) => Array.from({ length: count }, () => below(2001) / 1000 - 1);
const countOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** Channels first of what is channels last. */
function channelsFirst(values: readonly number[], [batch, height, width, channels]: readonly number[]): Float32Array {
  const pixels = height * width;
  const out = new Float32Array(batch * pixels * channels);
  values.forEach((value, i) => {
    const n = Math.floor(i / (pixels * channels));
    out[n * pixels * channels + (i % channels) * pixels + (Math.floor(i / channels) % pixels)] = value;
  });
  return out;
}

/** The largest difference, to the largest value, between a chain's export and its reference. */
async function differenceOf(model: Model, chain: Chain): Promise<number> {
  const shape = chain.tensors[0].shape;
  const values = many(countOf(shape));
  const reference = interpret(readTflite(tfliteOf(chain)), Float32Array.from(values));
  const expected = channelsFirst([...reference], chain.tensors.at(-1)!.shape);
  const session = await ort.InferenceSession.create(writeModel(model));
  const [batch, height, width, channels] = shape;
  const input = new ort.Tensor('float32', channelsFirst(values, shape), [batch, channels, height, width]);
  const { output } = await session.run({ input });
  await session.release();
  const found = output.data as Float32Array;
  expect(found.length).toBe(expected.length);
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  return expected.reduce((most, value, i) => Math.max(most, Math.abs(value - found[i])), 0) / largest;
}

const CONV = { 0: 1, 1: 1, 2: 1, 3: 0, 4: 1, 5: 1 };
const CONV_WIDE = [1, 2, 4, 5];
const POOL = [1, 2, 2, 2, 2, 0];

/** A convolution that TensorFlow dilated by 2: pictures of 9 × 7 are padded to 14 × 12. */
const dilated = (kind: 'CONV_2D' | 'DEPTHWISE_CONV_2D', padding: 0 | 1): Chain => {
  const [pad, within] =
    padding === 1
      ? [
          [2, 3, 2, 3],
          [5, 4],
        ]
      : [
          [0, 1, 0, 1],
          [5, 4],
        ];
  const [rows, columns] = padding === 1 ? [7, 6] : within;
  const isDepthwise = kind === 'DEPTHWISE_CONV_2D';
  return {
    tensors: [
      { shape: [1, 9, 7, 3] },
      { shape: [2], whole: [2, 2] },
      { shape: [2, 2], whole: pad },
      { shape: [4, rows, columns, 3] },
      isDepthwise ? { shape: [1, 3, 3, 3], data: many(27) } : { shape: [3, 3, 3, 3], data: many(81) },
      { shape: [3], data: many(3) },
      { shape: [4, within[0], within[1], 3] },
      { shape: [2, 2], whole: [0, 1, 0, 1] },
      { shape: [1, 9, 7, 3] },
    ],
    steps: [
      { operator: 38, inputs: [0, 1, 2], outputs: [3] },
      isDepthwise
        ? {
            operator: 4,
            inputs: [3, 4, 5],
            outputs: [6],
            options: { 0: padding, 1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 1 },
            wide: [1, 2, 3, 5, 6],
          }
        : { operator: 3, inputs: [3, 4, 5], outputs: [6], options: { ...CONV, 0: padding }, wide: CONV_WIDE },
      { operator: 37, inputs: [6, 1, 7], outputs: [8] },
    ],
  };
};

/** As in MediaPipe's portrait networks: down with places, a convolution, up to the places. */
const unpooled: Chain = {
  tensors: [
    { shape: [1, 8, 6, 3] },
    { shape: [1, 4, 3, 3] },
    { shape: [1, 4, 3, 3] },
    { shape: [3, 1, 1, 3], data: many(9) },
    { shape: [3], data: many(3) },
    { shape: [1, 4, 3, 3] },
    { shape: [1, 8, 6, 3] },
    { shape: [2, 2, 2, 3], data: many(24) },
    { shape: [2], data: many(2) },
    { shape: [1, 16, 12, 2] },
  ],
  steps: [
    { operator: 'MaxPoolingWithArgmax2D', inputs: [0], outputs: [1, 2], custom: POOL },
    { operator: 3, inputs: [1, 3, 4], outputs: [5], options: CONV, wide: CONV_WIDE },
    { operator: 'MaxUnpooling2D', inputs: [5, 2], outputs: [6], custom: POOL },
    { operator: 'Convolution2DTransposeBias', inputs: [6, 7, 8], outputs: [9], custom: [1, 2, 2] },
  ],
};

const mirrored = (mode: 0 | 1): Chain => ({
  tensors: [{ shape: [1, 5, 4, 2] }, { shape: [4, 2], whole: [0, 0, 2, 3, 1, 0, 0, 1] }, { shape: [1, 10, 5, 3] }],
  steps: [{ operator: 100, inputs: [0, 1], outputs: [2], options: { 0: mode } }],
});

const CHAINS: Record<string, Chain> = {
  'a dilated convolution, by batches': dilated('CONV_2D', 1),
  'a dilated depthwise convolution, by batches': dilated('DEPTHWISE_CONV_2D', 1),
  'a dilated convolution that pads in each picture of the batch': dilated('CONV_2D', 0),
  'maximum pooling that remembers places, and back to them': unpooled,
  'a reflected edge': mirrored(0),
  'a symmetric edge': mirrored(1),
};

test.each(Object.entries(CHAINS))('%s agrees with its reference, with halves for weights, too', async (_, chain) => {
  const model = exportTflite(tfliteOf(chain), names);
  expect(await differenceOf(model, chain)).toBeLessThanOrEqual(1e-4);
  expect(await differenceOf(halfWeights(model), chain)).toBeLessThanOrEqual(5e-3);
});

test('batches around a convolution are its dilation', () => {
  const { node } = exportTflite(tfliteOf(dilated('CONV_2D', 1)), names).graph;
  expect(node.map(({ opType }) => opType)).toEqual(['Conv']);
  const ints = (name: string) => node[0].attribute.find((one) => one.name === name)?.ints;
  expect([ints('dilations'), ints('pads')]).toEqual([
    [2, 2],
    [2, 2, 2, 2],
  ]);
});

test('batches that another operator reads, too, stay', async () => {
  const { tensors, steps } = dilated('CONV_2D', 1);
  const pooled = { shape: [4, 7, 6, 3] };
  const chain = {
    tensors: [
      ...tensors.slice(0, 8),
      pooled,
      { shape: [2, 2], whole: [2, 3, 2, 3] },
      { shape: [1, 9, 7, 3] },
      { shape: [1, 9, 7, 3] },
      { shape: [1, 9, 7, 3] },
    ],
    steps: [
      ...steps.slice(0, 2),
      { operator: 19, inputs: [3], outputs: [8] },
      { operator: 37, inputs: [6, 1, 7], outputs: [10] },
      { operator: 37, inputs: [8, 1, 9], outputs: [11] },
      { operator: 0, inputs: [10, 11], outputs: [12] },
    ],
  };
  const model = exportTflite(tfliteOf(chain), names);
  expect(model.graph.node.filter(({ opType }) => opType === 'Transpose')).toHaveLength(3);
  expect(await differenceOf(model, chain)).toBeLessThanOrEqual(1e-4);
});

test('an operator of 100,000 inputs is refused in words', () => {
  const crowded = tflite({ operator: 2, tensors: [{ shape: [1] }, { shape: [1] }], inputs: Array(100_000).fill(0) });
  expect(() => readTflite(crowded)).toThrow('has 100000 tensors; at most 1024 are read');
});

test('a tensor that is read 200,000 times is soon looked through', () => {
  const concat = { kind: 'CONCATENATION', options: undefined, customOptions: new Uint8Array() };
  const tensors = [0, 1].map((index) => ({ name: `${index}`, shape: [1], half: false }));
  const operators = [{ ...concat, inputs: Array(200_000).fill(0), outputs: [1] }];
  const start = performance.now();
  expect(withDilations({ tensors, operators, inputs: [0], outputs: [1] }).operators).toEqual(operators);
  expect(performance.now() - start).toBeLessThan(5000);
});

test('of equal values the first is the maximum', async () => {
  const { tensors, steps } = unpooled;
  const chain = {
    tensors: [...tensors.slice(0, 3), tensors[6]],
    steps: [steps[0], { ...steps[2], inputs: [1, 2], outputs: [3] }],
  };
  const session = await ort.InferenceSession.create(writeModel(exportTflite(tfliteOf(chain), names)));
  const input = new ort.Tensor('float32', new Float32Array(144).fill(1), [1, 3, 8, 6]);
  const { output } = await session.run({ input });
  await session.release();
  const rows = output.data as Float32Array;
  expect([...rows.slice(0, 12)]).toEqual([1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
});

test.each([
  ['windows that overlap', [1, 1, 1, 2, 2, 0], /windows overlap/],
  ['an activation', [1, 2, 2, 2, 2, 1], /fused activation 1/],
  ['options that are cut off', [1], /options are cut off/],
  ['windows that leave a rest', [1, 5, 5, 5, 5, 0], /do not cover/],
])('pooling with places and %s is refused', (_, custom, reason) => {
  const tensors = [{ shape: [1, 8, 6, 3] }, { shape: [1, 4, 3, 3] }];
  expect(() => exportTflite(tflite({ operator: 'MaxPoolingWithArgmax2D', tensors, custom }), names)).toThrow(reason);
});

test('mirror images that are longer than what they mirror, and endless axes, are refused', () => {
  const padded = (paddings: number[], shape: number[]) =>
    tflite({ operator: 100, tensors: [{ shape }, { shape: [4, 2], whole: paddings }, { shape }] });
  expect(() => exportTflite(padded([0, 0, 5, 0, 0, 0, 0, 0], [1, 5, 4, 2]), names)).toThrow(/more than there is/);
  expect(() => exportTflite(padded([0, 0, 1, 0, 0, 0, 0, 0], [1, 2 ** 27, 1, 1]), names)).toThrow(/longer than any/);
});

test('1,000 mutated files of these operators end in an error or in a network, and soon', () => {
  const wholes = Object.values(CHAINS).map(tfliteOf);
  const ends = new Map<unknown, number>();
  let slowest = 0;
  for (let i = 0; i < 1000; i++) {
    const bytes = wholes[i % wholes.length].slice();
    for (let k = 0; k < 1 + below(8); k++) {
      const at = below(bytes.length);
      bytes.set(below(2) ? [below(256)] : [255, 255, 255, 255].slice(0, Math.min(4, bytes.length - at)), at);
    }
    const start = performance.now();
    let end: unknown = 'a network';
    try {
      exportTflite(bytes, names);
    } catch (thrown) {
      end = thrown instanceof Error && thrown.constructor === Error ? 'an error in words' : thrown;
    }
    slowest = Math.max(slowest, performance.now() - start);
    ends.set(end, (ends.get(end) ?? 0) + 1);
  }
  expect([...ends.keys()].sort()).toEqual(['a network', 'an error in words']);
  expect(slowest).toBeLessThan(5000);
}, 60_000);
