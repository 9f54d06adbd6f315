import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { CROPS, mattesOf, meanDifference, portraitInput } from '../../models/fidelity.ts';
import { buildModels, DIST } from '../../models/main.ts';
import { readModel } from '../../models/onnx/model.ts';
import { upToDate } from '../../models/stamp.ts';
import { type Catalog, catalogSchema, findArtifact } from '../../shared/inference/catalog.ts';
import { servedFiles } from '../../shared/inference/own/served.ts';

let catalog: Catalog;

beforeAll(async () => {
  await buildModels();
  catalog = catalogSchema.parse(JSON.parse(await readFile(join(DIST, 'catalog.json'), 'utf8')));
}, 300_000);

test('the catalog lists what is in the folder, with true sizes and hashes', async () => {
  for (const { id, file, bytes, sha256 } of catalog.artifacts) {
    const content = await readFile(join(DIST, file));
    expect(content.length).toBe(bytes);
    expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
    expect(file).toBe(`${id}.${sha256.slice(0, 8)}.onnx`);
  }
  const files = servedFiles(catalog).map(({ file }) => file);
  expect((await readdir(DIST)).sort()).toEqual([...files, 'catalog.json', 'stamp.json'].sort());
});

test.each([
  ['modnet', 'fp32'],
  ['modnet', 'fp16'],
  ['modnet', 'int8'],
  ['portrait-s', 'fp32'],
  ['portrait-s', 'fp16'],
  ['portrait-s', 'int8'],
  ['lite', 'fp32'],
  ['face', 'fp32'],
  ['parts', 'int8'],
] as const)('%s in %s has the input and output that the catalog names', async (network, precision) => {
  const artifact = findArtifact(catalog, network, precision);
  expect(artifact).toBeDefined();
  const { graph } = readModel(await readFile(join(DIST, artifact!.file)));
  expect(graph.input.map(({ name }) => name)).toEqual([artifact!.input.name]);
  const { output } = artifact!;
  const person = 'person' in output && output.person ? [output.person] : [];
  expect(graph.output.map(({ name }) => name)).toEqual([output.name, ...person]);
  expect(person).toHaveLength(Number(network === 'portrait-s'));
});

test('the small artifacts are small', () => {
  expect(findArtifact(catalog, 'modnet', 'int8')?.bytes).toBeLessThanOrEqual(7_000_000);
  expect(findArtifact(catalog, 'face', 'fp32')?.bytes).toBeLessThanOrEqual(250_000);
  expect(findArtifact(catalog, 'parts', 'int8')?.bytes).toBeLessThanOrEqual(4_700_000);
  for (const precision of ['fp16', 'int8'] as const) {
    expect(findArtifact(catalog, 'portrait-s', precision)?.bytes).toBeLessThanOrEqual(3_000_000);
  }
});

test('a second build does nothing', async () => {
  expect(await buildModels()).toEqual({ built: false });
});

test.each(['modnet', 'portrait-s'] as const)("%s's golden matte shows the golden picture's person", (network) => {
  const golden = findArtifact(catalog, network, 'int8')?.golden;
  expect(golden).toBeDefined();
  const alpha = Buffer.from(golden!.alpha, 'base64');
  expect(alpha.length).toBe(golden!.width * golden!.height);
  const scale = golden!.width / 128;
  const at = (x: number, y: number) => alpha[(y * golden!.width + x) * scale];
  expect(at(64, 50)).toBeGreaterThan(250);
  expect(at(30, 120)).toBeGreaterThan(250);
  expect(at(10, 10)).toBeLessThan(5);
  expect(at(120, 60)).toBeLessThan(5);
});

test('fp16 and int8 give fp32’s matte within a mean of 0.001', async () => {
  const inputs = [await portraitInput('modnet', CROPS[3])];
  const { mattes: expected } = await mattesOf('modnet', 'fp32', inputs);
  const inside = expected[0].filter((value) => value > 0.5).length / expected[0].length;
  expect(inside).toBeGreaterThan(0.3);
  expect(inside).toBeLessThan(0.8);
  for (const precision of ['fp16', 'int8'] as const) {
    const { mattes } = await mattesOf('modnet', precision, inputs);
    expect(meanDifference(mattes[0], expected[0]), precision).toBeLessThanOrEqual(0.001);
  }
}, 300_000);

test('a damaged or missing file means the folder is not up to date', async () => {
  const copy = await mkdtemp(join(tmpdir(), 'matteo-dist-'));
  try {
    await cp(DIST, copy, { recursive: true });
    expect(await upToDate(copy)).toBe(true);
    await writeFile(join(copy, findArtifact(catalog, 'lite', 'fp32')!.file), 'half');
    expect(await upToDate(copy)).toBe(false);
    await rm(join(copy, 'stamp.json'));
    expect(await upToDate(copy)).toBe(false);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
});
