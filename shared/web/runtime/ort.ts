import type * as Ort from 'onnxruntime-web';
import { reviveThreads } from './threads.ts';

/** onnxruntime-web's builds: with WebGPU through JSPI, with WebGPU through Asyncify, with WASM alone. */
export type OrtBuild = 'jspi' | 'asyncify' | 'wasm';

/** The files of each build, as the package names them; hosts serve them side by side. */
export const ORT_FILES: Readonly<Record<OrtBuild, { readonly module: string; readonly wasm: string }>> = {
  jspi: { module: 'ort.jspi.bundle.min.mjs', wasm: 'ort-wasm-simd-threaded.jspi.wasm' },
  asyncify: { module: 'ort.webgpu.bundle.min.mjs', wasm: 'ort-wasm-simd-threaded.asyncify.wasm' },
  wasm: { module: 'ort.wasm.bundle.min.mjs', wasm: 'ort-wasm-simd-threaded.wasm' },
};

/** onnxruntime-web, whichever build was imported. */
export type OrtRuntime = typeof Ort;

/** The best of the builds that a host has, which this browser can run; `jspi` is passed over where the browser lacks it. */
export const bestBuild = (builds: readonly OrtBuild[]): OrtBuild =>
  builds.find((candidate) => candidate !== 'jspi' || hasJspi()) ?? builds[0];

/**
 * Imports the best build that this browser can run.
 *
 * @param base URL of the folder that holds the files, ending in `/`.
 * @param builds those the host serves, best first (`bestBuild`).
 */
export async function importOrt(base: string, builds: readonly OrtBuild[]): Promise<OrtRuntime> {
  reviveThreads();
  const files = ORT_FILES[bestBuild(builds)];
  const ort = (await import(/* webpackIgnore: true */ new URL(files.module, base).href)) as OrtRuntime;
  ort.env.wasm.wasmPaths = { wasm: new URL(files.wasm, base).href };
  ort.env.wasm.numThreads = threads();
  ort.env.logLevel = 'error';
  return ort;
}

const hasJspi = (): boolean => typeof WebAssembly !== 'undefined' && 'Suspending' in WebAssembly;

/** WASM threads: shared memory needs an isolated context; more than four gain nothing on these networks. */
export const threads = (): number =>
  globalThis.crossOriginIsolated ? Math.min(4, navigator.hardwareConcurrency || 1) : 1;
