import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sha256 } from '../../../models/hash.ts';
import { buildModels, DIST } from '../../../models/main.ts';
import { floats, floatValue, makeModel, makeNode } from '../../../models/onnx/build.ts';
import { writeModel } from '../../../models/onnx/model.ts';
import { addNetwork, removeNetwork } from '../../../models/own/add.ts';
import { readAdded } from '../../../models/own/added.ts';
import { cardOf } from '../../../models/own/card.ts';
import { convert } from '../../../models/own/convert.ts';
import type { Card } from '../../../shared/inference/card.ts';
import { servedCatalogSchema } from '../../../shared/inference/own/served.ts';

let folder: string;
let dist: string;
let added: string;
let onnx: string;
let described: string;
let card: Card;
const packaged = () => readFile(join(DIST, 'catalog.json'), 'utf8');
const catalog = async () => servedCatalogSchema.parse(JSON.parse(await readFile(join(dist, 'catalog.json'), 'utf8')));
const build = () => buildModels({ dist, added, cache: join(folder, 'cache') });
const add = (name = 'mine') => addNetwork(added, onnx, described, name);
/** A card that differs by `changes`, beside the same network. */
async function changed(changes: object): Promise<string> {
  const file = join(folder, 'changed.json');
  await writeFile(file, JSON.stringify({ ...card, ...changes }));
  return file;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matteo-added-'));
  [dist, added, onnx, described] = ['dist', 'added', 'My Net.onnx', 'My Net.json'].map((name) => join(folder, name));
  await buildModels({ added });
  await cp(DIST, dist, { recursive: true });
  const bytes = writeModel(
    makeModel('test', {
      node: [
        makeNode('Conv', ['in', 'w'], ['values'], { kernel_shape: [1, 1] }),
        makeNode('Sigmoid', ['values'], ['out']),
      ],
      initializer: [floats('w', [1, 3, 1, 1], [1, -2, 1])],
      input: [floatValue('in', [1, 3, 8, 16])],
      output: [floatValue('out', [1, 1, 8, 16])],
    }),
  );
  const converted = await convert(bytes, { weights: 'as-is', range: '0..1' });
  const source = { file: 'raw.onnx', bytes };
  card = await cardOf(converted, { name: 'My net', file: 'My Net.onnx', weights: 'as-is', licence: 'MIT', source });
  await writeFile(onnx, converted.onnx);
  await writeFile(described, JSON.stringify(card));
}, 300_000);
beforeEach(() => rm(added, { recursive: true, force: true }));
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a network is added, listed with its card, kept by the next build, and removed without a trace', async () => {
  await add();
  expect(await build()).toEqual({ built: true });
  expect(await build()).toEqual({ built: false });
  const { own, artifacts } = await catalog();
  expect(artifacts).toHaveLength(servedCatalogSchema.parse(JSON.parse(await packaged())).artifacts.length);
  expect(own).toMatchObject([{ name: 'mine', title: 'My net', licence: 'MIT', sha256: card.sha256 }]);
  for (const { file, bytes, sha256: hash } of [own![0], own![0].card]) {
    const content = await readFile(join(dist, file));
    expect([content.length, sha256(content)]).toEqual([bytes, hash]);
    expect(file).toContain(`own-mine.${hash.slice(0, 8)}.`);
  }
  const served = JSON.parse(await readFile(join(dist, own![0].card.file), 'utf8')) as Card;
  expect(served).toEqual({ ...card, file: 'mine.onnx' });

  await rm(join(dist, own![0].file));
  await cp(DIST, dist, { recursive: true });
  await build();
  expect((await catalog()).own).toEqual(own);

  await removeNetwork(added, 'mine');
  await build();
  expect(await readFile(join(dist, 'catalog.json'), 'utf8')).toBe(await packaged());
  await expect(readFile(join(dist, own![0].file))).rejects.toThrow('ENOENT');
});

test.for(['Mine', 'my net', '../mine', '', 'a'.repeat(41)])('“%s” is no name', async (name) => {
  await expect(add(name)).rejects.toThrow('is no name');
});

test('a name of ours, and one that is taken, are refused', async () => {
  await expect(add('modnet')).rejects.toThrow('a packaged network');
  await add();
  await expect(add()).rejects.toThrow('already');
});

test('a card that is wrong, another network’s or missing is refused, and nothing is kept', async () => {
  const withCard = (file: string) => addNetwork(added, onnx, file, 'mine');
  await expect(withCard(await changed({ licence: '' }))).rejects.toThrow('licence is wrong');
  await expect(withCard(await changed({ sha256: 'ab'.repeat(32) }))).rejects.toThrow('SHA-256 differ');
  await expect(withCard(join(folder, 'none.json'))).rejects.toThrow('There is no file');
  await expect(addNetwork(added, join(folder, 'none.onnx'), described, 'mine')).rejects.toThrow('There is no file');
  expect((await readAdded(added)).own).toEqual([]);
});

test('a network that draws another matte than its card’s is refused', async () => {
  const { width, height } = card.golden;
  const alpha = Buffer.alloc(width * height).toString('base64');
  const other = await changed({ golden: { width, height, alpha } });
  await expect(addNetwork(added, onnx, other, 'mine')).rejects.toThrow(/not added: its matte is up to \d+\/255/);
});

test('what was changed after it was added is named, and can be removed', async () => {
  await add();
  await writeFile(join(added, 'mine.onnx'), 'spoilt');
  await expect(build()).rejects.toThrow('“mine” is not what was added');
  await removeNetwork(added, 'mine');
  await expect(removeNetwork(added, 'mine')).rejects.toThrow('There is no network “mine”');
});
