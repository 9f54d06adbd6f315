import { afterEach, expect, test, vi } from 'vitest';
import { activate, install, type Version } from '../../../../worker/site/offline/versions.ts';
import { fakeCaches, filesOf } from './fake-caches.ts';

const PAGE = { '/': 'the page', '/assets/page-AAAAAAAA.js': 'its script' };
const LARGE = {
  '/models/lite-fp32.11111111.onnx': 'lite',
  '/models/modnet-int8.22222222.onnx': 'modnet',
  '/ort/1.0.0/ort.wasm.bundle.min.mjs': 'runtime',
};
const NEW_LARGE = {
  '/models/lite-fp32.11111111.onnx': 'lite',
  '/models/modnet-int8.33333333.onnx': 'new modnet',
  '/ort/1.1.0/ort.wasm.bundle.min.mjs': 'new runtime',
  '/models/modnet-fp16.44444444.onnx': 'of another precision',
};
const version = (id: string, large: Record<string, string>): Version => ({
  id,
  page: filesOf(PAGE),
  large: filesOf(large),
});

afterEach(() => vi.unstubAllGlobals());

test('a version holds its small files, and no large one before a yes', async () => {
  const { names, paths } = fakeCaches({ ...PAGE, ...LARGE });
  await install(version('one', LARGE));
  expect(names()).toEqual(['matteo-page-one']);
  expect(paths('matteo-page-one')).toEqual(Object.keys(PAGE).toSorted());
});

test('what is kept is brought up to a new version before that is used, and the old goes after', async () => {
  const { open, names, paths } = fakeCaches({ ...PAGE, ...NEW_LARGE });
  await install(version('one', LARGE));
  const kept = await open('matteo-kept');
  for (const [path, content] of Object.entries(LARGE)) await kept.put(path, new Response(content));
  const next = version('two', NEW_LARGE);
  await install(next);
  expect(names()).toEqual(['matteo-kept', 'matteo-page-one', 'matteo-page-two']);
  const successors = ['/models/modnet-int8.33333333.onnx', '/ort/1.1.0/ort.wasm.bundle.min.mjs'];
  expect(paths('matteo-kept')).toEqual([...Object.keys(LARGE), ...successors].toSorted());
  await activate(next);
  expect(names()).toEqual(['matteo-kept', 'matteo-page-two']);
  expect(paths('matteo-kept')).toEqual(['/models/lite-fp32.11111111.onnx', ...successors]);
});

test('a file that is not what it must be, or does not arrive, lets no version in', async () => {
  fakeCaches({ ...PAGE, '/': 'a page of another version' });
  await expect(install(version('one', LARGE))).rejects.toThrow('/ is of another version.');
  fakeCaches({ '/': PAGE['/'] });
  await expect(install(version('one', LARGE))).rejects.toThrow();
});
