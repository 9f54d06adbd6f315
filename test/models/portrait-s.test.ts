import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { fetchSource } from '../../models/fetch.ts';
import { CROPS, mattesOf, meanDifference, portraitInput } from '../../models/fidelity.ts';
import { buildModels, CACHE } from '../../models/main.ts';
import { ELEMENT, floatsOf, halves } from '../../models/onnx/build.ts';
import { type Model, readModel } from '../../models/onnx/model.ts';
import { completed } from '../../models/portrait-s.ts';
import { MODNET } from '../../models/sources.ts';

let ours: Model;
let modnet: Model;

beforeAll(async () => {
  await buildModels();
  ours = readModel(await readFile('models/portrait-s.onnx'));
  modnet = readModel(await readFile(await fetchSource(MODNET, CACHE)));
}, 180_000);

const named = (model: Model, name: string) => model.graph.initializer.find((tensor) => tensor.name === name);

test('MODNet’s own weights are not in our file', () => {
  const theirs = new Set(modnet.graph.initializer.map(({ rawData }) => Buffer.from(rawData ?? []).toString('base64')));
  const large = ours.graph.initializer.filter(({ rawData }) => (rawData?.length ?? 0) > 64);
  expect(large.length).toBeGreaterThan(20);
  for (const { rawData } of large) expect(theirs.has(Buffer.from(rawData!).toString('base64'))).toBe(false);
});

test('the whole network takes them from MODNet’s file, byte for byte, and widens ours', () => {
  const whole = completed(ours, modnet);
  const inFile = new Set(ours.graph.initializer.map(({ name }) => name));
  const added = whole.graph.initializer.filter(({ name }) => !inFile.has(name));
  expect(added.length).toBeGreaterThan(90);
  for (const tensor of added) expect(tensor).toEqual(named(modnet, tensor.name as string));
  expect(whole.graph.initializer.some(({ dataType }) => dataType === ELEMENT.half)).toBe(false);
  const half = ours.graph.initializer.find(({ dataType }) => dataType === ELEMENT.half)!;
  expect(floatsOf(named(whole, half.name as string)!)).toEqual(floatsOf(half));
});

test('a constant that is in neither file is named', () => {
  const other = { ...modnet, graph: { ...modnet.graph, initializer: [halves('another', [1], [0])] } };
  expect(() => completed(ours, other)).toThrow(/needs “\d+”/);
});

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
}, 120_000);
