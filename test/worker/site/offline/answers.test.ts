import { afterEach, expect, test, vi } from 'vitest';
import { answerTo } from '../../../../worker/site/offline/answers.ts';
import { install, type Version } from '../../../../worker/site/offline/versions.ts';
import { fakeCaches, filesOf, ORIGIN } from './fake-caches.ts';

const PAGE = { '/': 'the page', '/models/catalog.json': 'the catalog', '/assets/page-AAAAAAAA.js': 'its script' };
const VERSION: Version = { id: 'one', page: filesOf(PAGE), large: {} };
const answer = (path: string, init?: RequestInit) => answerTo(new Request(ORIGIN + path, init), VERSION);
const textOf = async (path: string) => (await answer(path))?.text();

afterEach(() => vi.unstubAllGlobals());

test('what is not the page’s own files goes to the network as if nobody listened', () => {
  fakeCaches({});
  for (const path of [
    '/v1/models',
    '/v1/models/lite-fp32.11111111.onnx',
    '/healthz',
    '/api/remove',
    '/docs',
    '/openapi.json',
  ])
    expect(answer(path), path).toBeUndefined();
  expect(answer('/v1/mattes', { method: 'POST', body: 'a picture' })).toBeUndefined();
  expect(answer('/', { method: 'POST' })).toBeUndefined();
  expect(answerTo(new Request('https://elsewhere.example/'), VERSION)).toBeUndefined();
});

test('the page is the network’s where that answers, whatever its query, else the one that is held', async () => {
  const served: Record<string, string> = { ...PAGE };
  fakeCaches(served);
  await install(VERSION);
  served['/'] = 'a newer page';
  expect(await textOf('/')).toBe('a newer page');
  for (const path of Object.keys(served)) delete served[path];
  expect(await textOf('/?shared')).toBe('the page');
  expect(await textOf('/models/catalog.json')).toBe('the catalog');
});

test('a file of a lasting name is what was held, else the network’s, and answering stores nothing', async () => {
  const served: Record<string, string> = { ...PAGE, '/models/lite-fp32.11111111.onnx': 'lite' };
  const { names, paths } = fakeCaches(served);
  await install(VERSION);
  served['/assets/page-AAAAAAAA.js'] = 'something else';
  expect(await textOf('/assets/page-AAAAAAAA.js')).toBe('its script');
  expect(await textOf('/models/lite-fp32.11111111.onnx')).toBe('lite');
  expect(names()).toEqual(['matteo-page-one']);
  expect(paths('matteo-page-one')).toEqual(Object.keys(PAGE).toSorted());
});
