import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-web';
import { expect, test } from 'vitest';
import { fetchSource } from '../../models/fetch/fetch.ts';
import { CACHE } from '../../models/main.ts';
import { alignChannels } from '../../models/onnx/align.ts';
import { floats, floatsOf, floatValue, makeModel, makeNode } from '../../models/onnx/build.ts';
import { fromHalf, toHalf } from '../../models/onnx/half.ts';
import { hoistConstants } from '../../models/onnx/hoist.ts';
import { readModel, writeModel } from '../../models/onnx/model.ts';
import { halfPrecision } from '../../models/precision/half.ts';
import { MODNET } from '../../models/sources.ts';

test("reading MODNet's file and writing it again loses not a byte", async () => {
  const bytes = await readFile(await fetchSource(MODNET, CACHE));
  expect(Buffer.compare(bytes, Buffer.from(writeModel(readModel(bytes))))).toBe(0);
});

test('hoisting leaves no Constant node and no duplicate', async () => {
  const model = readModel(await readFile(await fetchSource(MODNET, CACHE)));
  const { graph } = hoistConstants(model);
  expect(graph.node.filter(({ opType }) => opType === 'Constant')).toEqual([]);
  const names = new Set(graph.initializer.map(({ name }) => name));
  expect(names.size).toBe(graph.initializer.length);
  expect(graph.initializer.length).toBeLessThan(model.graph.initializer.length + 60);
});

test('a model made of helpers runs', async () => {
  const model = makeModel('twice', {
    node: [makeNode('Mul', ['x', 'two'], ['y'])],
    initializer: [floats('two', [], [2])],
    input: [floatValue('x', ['n'])],
    output: [floatValue('y', ['n'])],
  });
  const session = await ort.InferenceSession.create(writeModel(model));
  const { y } = await session.run({ x: new ort.Tensor('float32', [1, -3], [2]) });
  expect([...(y.data as Float32Array)]).toEqual([2, -6]);
  await session.release();
});

test('in half precision, an output that other nodes use as well is single at the end and half for them', async () => {
  const model = makeModel('chain', {
    node: [
      makeNode('Mul', ['x', 'two'], ['y']),
      makeNode('Add', ['y', 'two'], ['z']),
      makeNode('GlobalAveragePool', ['y'], ['mean']),
    ].map((node) => ({
      ...node,
      name: '',
    })),
    initializer: [floats('two', [1], [2])],
    input: [floatValue('x', [1, 1, 1, 2])],
    output: [floatValue('y', [1, 1, 1, 2]), floatValue('z', [1, 1, 1, 2]), floatValue('mean', [1, 1, 1, 1])],
  });
  const session = await ort.InferenceSession.create(writeModel(halfPrecision(model)));
  const { y, z, mean } = await session.run({ x: new ort.Tensor('float32', [1, -3], [1, 1, 1, 2]) });
  expect([y, z, mean].map(({ type, data }) => [type, ...(data as Float32Array)])).toEqual([
    ['float32', 2, -6],
    ['float32', 4, -4],
    ['float32', -2],
  ]);
  await session.release();
});

test('float constants read back from either of their two places', () => {
  expect([...floatsOf(floats('a', [2], [1, 2]))]).toEqual([1, 2]);
  expect([...floatsOf({ name: 'a', dims: [2], dataType: 1, floatData: [3, 4] })]).toEqual([3, 4]);
  expect(() => floatsOf({ name: 'a', dims: [2], dataType: 7 })).toThrow(/“a”/);
});

test.each([
  [0, 0x0000],
  [-0, 0x8000],
  [1, 0x3c00],
  [-2, 0xc000],
  [65504, 0x7bff],
  [65520, 0x7c00],
  [2 ** -14, 0x0400],
  [2 ** -24, 0x0001],
  [2 ** -25, 0x0000],
  [3 * 2 ** -25, 0x0002],
  [1 + 2 ** -11, 0x3c00],
  [1 + 3 * 2 ** -11, 0x3c02],
  [Number.POSITIVE_INFINITY, 0x7c00],
])('%f rounds to the half %i', (value, half) => {
  expect(toHalf(value)).toBe(half);
});

test('every finite half survives the way to a number and back', () => {
  for (let half = 0; half < 0x10000; half++) {
    if ((half & 0x7c00) === 0x7c00) continue;
    if (toHalf(fromHalf(half)) !== half) expect.fail(`half ${half} became ${toHalf(fromHalf(half))}`);
  }
});

test('aligned channels leave the result as it was', async () => {
  const input = [floatValue('a', [1, 2, 2, 2]), floatValue('b', [1, 1, 2, 2])];
  const weights = Float32Array.from({ length: 2 * 3 * 9 }, (_, i) => ((i * 7) % 11) - 5);
  const model = makeModel('join', {
    node: [
      makeNode('Concat', ['a', 'b'], ['c'], { axis: 1 }),
      makeNode('Conv', ['c', 'w'], ['y'], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] }),
    ],
    initializer: [floats('w', [2, 3, 3, 3], weights)],
    input,
    output: [floatValue('y', [1, 2, 2, 2])],
  });
  const aligned = alignChannels(model);
  expect(aligned.graph.initializer.find(({ name }) => name === 'w')?.dims).toEqual([2, 4, 3, 3]);
  const feeds = {
    a: new ort.Tensor('float32', [1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 2, 2]),
    b: new ort.Tensor('float32', [9, 10, 11, 12], [1, 1, 2, 2]),
  };
  const results: number[][] = [];
  for (const one of [model, aligned]) {
    const session = await ort.InferenceSession.create(writeModel(one));
    results.push([...((await session.run(feeds)).y.data as Float32Array)]);
    await session.release();
  }
  expect(results[1]).toEqual(results[0]);
});
