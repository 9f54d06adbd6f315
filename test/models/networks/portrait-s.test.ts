import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-web';
import { beforeAll, expect, test } from 'vitest';
import { CROPS, mattesOf, meanDifference, portraitInput } from '../../../models/fidelity.ts';
import { buildModels } from '../../../models/main.ts';
import { exportPortraitS, keptSmall } from '../../../models/networks/portrait-s.ts';
import { ELEMENT, floatsOf } from '../../../models/onnx/build.ts';
import { readModel, writeModel } from '../../../models/onnx/model.ts';

let ours: Buffer;

beforeAll(async () => {
  await buildModels();
  ours = await readFile('models/portrait-s.onnx');
}, 300_000);

test('the committed file is the int8 artifact, of at most 3 MB', () => {
  expect(exportPortraitS(ours).int8.length).toBe(ours.length);
  expect(ours.length).toBeLessThanOrEqual(3_000_000);
});

test('made wide, all weights are in single precision and no node widens any', () => {
  const { graph } = readModel(exportPortraitS(ours).fp32);
  expect(graph.initializer.some(({ dataType }) => dataType === ELEMENT.half || dataType === ELEMENT.int8)).toBe(false);
  expect(graph.node.some(({ opType }) => opType === 'Cast')).toBe(false);
});

test('kept small again, wide weights give the same file', () => {
  const wide = exportPortraitS(ours).fp32;
  const again = readModel(exportPortraitS(keptSmall(wide)).fp32).graph.initializer;
  const first = new Map(readModel(wide).graph.initializer.map((tensor) => [tensor.name, tensor]));
  const differing = again.filter((tensor) => {
    if (tensor.dataType !== ELEMENT.float) return false;
    const [a, b] = [floatsOf(tensor), floatsOf(first.get(tensor.name)!)];
    return a.some((value, i) => value !== b[i]);
  });
  expect(differing.map(({ name }) => name)).toEqual([]);
  expect(writeModel(readModel(wide)).length).toBe(wide.length);
});

test('the log-odds of a person are high for a portrait, in every precision alike, and lower for the same upside down', async () => {
  const portrait = await portraitInput('portrait-s', CROPS[3]);
  const turned = new ort.Tensor('float32', Float32Array.from(portrait.data as Float32Array).reverse(), portrait.dims);
  const files = exportPortraitS(ours);
  const oddsIn = async (precision: keyof typeof files) => {
    const session = await ort.InferenceSession.create(files[precision]);
    const odds: number[] = [];
    for (const input of [portrait, turned]) odds.push(Number((await session.run({ input })).person.data[0]));
    await session.release();
    return odds;
  };
  const [high, low] = await oddsIn('fp32');
  expect(high).toBeGreaterThan(2.5);
  expect(low).toBeLessThan(high - 3);
  for (const precision of ['fp16', 'int8'] as const) {
    const odds = await oddsIn(precision);
    expect(odds[0], precision).toBeCloseTo(high, 0);
    expect(odds[1], precision).toBeCloseTo(low, 0);
  }
}, 300_000);

test('fp16 and int8 give fp32’s matte within a mean of 0.002', async () => {
  const inputs = [await portraitInput('portrait-s', CROPS[3])];
  const { mattes: expected } = await mattesOf('portrait-s', 'fp32', inputs);
  const inside = expected[0].filter((value) => value > 0.5).length / expected[0].length;
  expect(inside).toBeGreaterThan(0.3);
  expect(inside).toBeLessThan(0.8);
  for (const precision of ['fp16', 'int8'] as const) {
    const { mattes } = await mattesOf('portrait-s', precision, inputs);
    expect(meanDifference(mattes[0], expected[0]), precision).toBeLessThanOrEqual(0.002);
  }
}, 300_000);
