import { catalogSchema } from '../../../shared/inference/catalog.ts';
import type { Backend } from '../../../shared/inference/engine.ts';
import { planRungs } from '../../../shared/web/rungs.ts';
import { bestBuild, ORT_FILES, type OrtBuild } from '../../../shared/web/runtime/ort.ts';
import { type Files, KEPT, store } from './stored.ts';

/** The builds of the runtime that the site has, best first. */
const BUILDS: readonly OrtBuild[] = ['jspi', 'wasm'];

/** Whether the person keeps anything. */
export const keepsAny = async (): Promise<boolean> => caches.has(KEPT);

/**
 * Those of the site's large files that this device runs on: the runtime for this browser, and each network as the
 * backend that worked here wants it, with what comes below it.
 *
 * @throws Error where the catalog can't be had.
 */
export async function filesFor(backend: Exclude<Backend, 'remote'>, large: Files): Promise<Files> {
  const catalog = catalogSchema.parse(await (await fetch('/models/catalog.json')).json());
  const networks = Object.entries(planRungs(catalog, backend)).flatMap(([network, rungs]) =>
    // The page cuts out whole people alone.
    network === 'parts' ? [] : rungs.map(({ artifact }) => artifact.file),
  );
  const { module, wasm } = ORT_FILES[bestBuild(BUILDS)];
  const names = new Set([module, wasm, ...networks]);
  return Object.fromEntries(Object.entries(large).filter(([path]) => names.has(path.slice(path.lastIndexOf('/') + 1))));
}

/** Which of the files are not kept yet. */
export async function lacking(files: Files): Promise<Files> {
  const cache = await caches.open(KEPT);
  const checked = Object.entries(files).map(async (file) => ((await cache.match(file[0])) ? [] : [file]));
  return Object.fromEntries((await Promise.all(checked)).flat());
}

/**
 * Keeps the files: those that the page has used come from the browser's own cache.
 *
 * @param onProgress told how much is kept, 0..1.
 * @throws Error where one does not arrive or there is no room.
 */
export async function keep(files: Files, onProgress: (fraction: number) => void): Promise<void> {
  const cache = await caches.open(KEPT);
  const total = sizeOf(files);
  let kept = 0;
  for (const [path, { bytes, sha256 }] of Object.entries(files)) {
    await store(cache, path, sha256);
    kept += bytes;
    onProgress(kept / total);
  }
}

/** Lets go of all that is kept. */
export const forgetKept = (): Promise<boolean> => caches.delete(KEPT);

/** Bytes of the files together. */
export const sizeOf = (files: Files): number => Object.values(files).reduce((sum, { bytes }) => sum + bytes, 0);
