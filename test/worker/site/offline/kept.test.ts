import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Network, Precision } from '../../../../shared/inference/catalog.ts';
import { filesFor, forgetKept, keep, keepsAny, lacking, sizeOf } from '../../../../worker/site/offline/kept.ts';
import { artifactOf } from '../../../fixtures/engine/artifact.ts';
import { fakeCaches, filesOf } from './fake-caches.ts';

const NETWORKS: [Network, Precision][] = [
  ...(['fp32', 'fp16', 'int8'] as const).map((precision): [Network, Precision] => ['modnet', precision]),
  ...(['fp32', 'fp16', 'int8'] as const).map((precision): [Network, Precision] => ['portrait-s', precision]),
  ['lite', 'fp32'],
  ['face', 'fp32'],
  ['parts', 'int8'],
];
const artifacts = NETWORKS.map(([network, precision]) =>
  artifactOf({ network, precision, file: `${network}-${precision}.abababab.onnx` }),
);
const RUNTIMES = ['jspi.bundle.min.mjs', 'wasm.bundle.min.mjs'].map((name) => `/ort/1.0.0/ort.${name}`);
const BINARIES = ['.jspi.wasm', '.wasm'].map((ending) => `/ort/1.0.0/ort-wasm-simd-threaded${ending}`);
const contents = Object.fromEntries(
  [...artifacts.map(({ file }) => `/models/${file}`), ...RUNTIMES, ...BINARIES].map((path) => [path, `in ${path}`]),
);
const LARGE = filesOf(contents);
let served: Record<string, string>;
let stored: ReturnType<typeof fakeCaches>;

beforeEach(() => {
  served = { ...contents, '/models/catalog.json': JSON.stringify({ version: 1, artifacts }) };
  stored = fakeCaches(served);
});
afterEach(() => vi.unstubAllGlobals());

/** Whether WebAssembly can be suspended here (JSPI), which one of the runtime's builds needs. */
const hasSuspending = (has: boolean) =>
  vi.stubGlobal(
    'WebAssembly',
    new Proxy(WebAssembly, { has: (of, name) => (name === 'Suspending' ? has : name in of) }),
  );

const namesFor = async (backend: 'wasm' | 'webgpu' | 'webgpu-f16') =>
  Object.keys(await filesFor(backend, LARGE))
    .map((path) => path.replace(/^.*\//, '').replace('.abababab.onnx', ''))
    .toSorted();

test('what is kept is what this device runs on, with what comes below it, in one build of the runtime', async () => {
  hasSuspending(false);
  const onWasm = ['face-fp32', 'lite-fp32', 'modnet-int8', 'portrait-s-int8'];
  const plain = ['ort-wasm-simd-threaded.wasm', 'ort.wasm.bundle.min.mjs'];
  expect(await namesFor('wasm')).toEqual([...onWasm, ...plain].toSorted());
  expect(await namesFor('webgpu')).toEqual([...onWasm, ...plain].toSorted());
  expect(await namesFor('webgpu-f16')).toEqual([...onWasm, 'modnet-fp16', 'portrait-s-fp16', ...plain].toSorted());
  hasSuspending(true);
  expect(await namesFor('wasm')).toEqual(
    [...onWasm, 'ort-wasm-simd-threaded.jspi.wasm', 'ort.jspi.bundle.min.mjs'].toSorted(),
  );
});

test('keeps what is lacking, tells how far it is, and lets go of all', async () => {
  const files = await filesFor('wasm', LARGE);
  expect(await keepsAny()).toBe(false);
  const told: number[] = [];
  await keep(files, (fraction) => told.push(fraction));
  expect(stored.paths('matteo-kept')).toEqual(Object.keys(files).toSorted());
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(told.at(-1)).toBe(1);
  expect([await keepsAny(), await lacking(files)]).toEqual([true, {}]);
  const more = await lacking(await filesFor('webgpu-f16', LARGE));
  expect(Object.keys(more)).toHaveLength(2);
  expect(sizeOf(more)).toBe(Object.keys(more).reduce((sum, path) => sum + contents[path].length, 0));
  await forgetKept();
  expect(stored.names()).toEqual([]);
});

test('a file that is not what it must be is not kept', async () => {
  served['/models/lite-fp32.abababab.onnx'] = 'something else';
  await expect(keep(await filesFor('wasm', LARGE), () => {})).rejects.toThrow('is of another version');
  expect(stored.paths('matteo-kept')).not.toContain('/models/lite-fp32.abababab.onnx');
});
