import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Served, serve } from '../../../worker/serve.ts';
import { artifactOf } from '../../fixtures/engine/artifact.ts';
import { problemOf, sha256 } from '../harness/ask.ts';

const network = Buffer.from('a network of one’s own');
const card = Buffer.from('{"its": "card"}');
const fileOf = (bytes: Buffer, ending: string) => {
  const hash = sha256(bytes);
  return { file: `own-mine.${hash.slice(0, 8)}.${ending}`, bytes: bytes.length, sha256: hash };
};
const entry = { name: 'mine', title: 'Mine', licence: 'MIT', ...fileOf(network, 'onnx'), card: fileOf(card, 'json') };
const catalog = JSON.stringify({ version: 1, artifacts: [artifactOf()], own: [entry] });

let site: string;
let worker: Served;
const ask = (file: string, init?: RequestInit) => fetch(`${worker.url}/v1/models${file}`, init);

beforeAll(async () => {
  site = await mkdtemp(join(tmpdir(), 'matteo-own-'));
  const models = join(site, 'models');
  await mkdir(models);
  await writeFile(join(models, 'catalog.json'), catalog);
  await writeFile(join(models, entry.file), network);
  await writeFile(join(models, entry.card.file), card);
  await writeFile(join(models, 'own-other.00000000.onnx'), 'not of the catalog');
  worker = await serve({ port: 0, site });
}, 60_000);
afterAll(async () => {
  await worker?.stop();
  await rm(site, { recursive: true, force: true });
});

test('the catalog lists networks of one’s own', async () => {
  expect(await (await ask('')).text()).toBe(catalog);
});

test.for([
  ['network', entry, network],
  ['card', entry.card, card],
] as const)('its %s is served by its hash, for ever, whole or in part', async ([, { file, sha256: hash }, content]) => {
  const response = await ask(`/${file}`);
  expect(response.status).toBe(200);
  expect(response.headers.get('ETag')).toBe(`"${hash}"`);
  expect(response.headers.get('Cache-Control')).toContain('immutable');
  expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
  const part = await ask(`/${file}`, { headers: { Range: 'bytes=2-5' } });
  expect(part.status).toBe(206);
  expect(Buffer.from(await part.arrayBuffer()).equals(content.subarray(2, 6))).toBe(true);
});

test('what the catalog does not list is not served', async () => {
  expect((await problemOf(await ask('/own-other.00000000.onnx'))).status).toBe(404);
});
