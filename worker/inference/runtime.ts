import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm';
import * as ort from 'onnxruntime-web/wasm';
import { growFinely } from './memory.ts';

/** Stands for the runtime's bytes, which an isolate may not compile: the header that every WebAssembly file begins with. */
const MARKER = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

const instantiate = WebAssembly.instantiate as (source: unknown, imports?: unknown) => Promise<unknown>;

/** Answers the marker with the module that was deployed, and everything else as before. */
WebAssembly.instantiate = (async (source: unknown, imports?: unknown) =>
  isMarker(source)
    ? { module: wasm, instance: await instantiate(wasm, imports) }
    : instantiate(source, imports)) as never;

const isMarker = (source: unknown): boolean =>
  (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) && source.byteLength === MARKER.length;

growFinely();
ort.env.wasm.wasmBinary = MARKER;
ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'error';

/** onnxruntime-web on WebAssembly, as an isolate can run it: one thread, the module deployed beside the code. */
export { ort };
