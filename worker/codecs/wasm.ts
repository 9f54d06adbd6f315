/// <reference types="@jsquash/webp/emscripten-types.d.ts" />
import { initEmscriptenModule } from '@jsquash/webp/utils.js';

type Factory<Codec extends EmscriptenWasm.Module> = EmscriptenWasm.ModuleFactory<Codec>;

/** A codec whose memory has grown beyond this is dropped after use: WebAssembly memory never shrinks. */
const KEPT_BYTES = 17 * 1024 * 1024;

/** What a codec has to say of a picture is nobody's business. */
const QUIET = { print() {}, printErr() {} } as Partial<EmscriptenWasm.ModuleOpts>;

/**
 * Each codec defines this where it is missing, as a class that keeps that codec and its memory for as long as the
 * isolate lives; so it is here before them.
 */
(globalThis as { ImageData?: unknown }).ImageData ??= class {
  constructor(
    readonly data: Uint8ClampedArray,
    readonly width: number,
    readonly height: number,
  ) {}
};

/** The one codec that is kept. */
let kept: { readonly wasm: WebAssembly.Module; readonly codec: EmscriptenWasm.Module } | undefined;

/** Gives back the memory of the codec that is kept: a picture in strips has no room beside it. */
export function dropCodec(): void {
  kept = undefined;
}

/**
 * Uses a codec compiled by emscripten, which is made when it is not the one kept. It is dropped when it failed (what
 * it then has in memory is anybody's guess) and when its memory has grown beyond `KEPT_BYTES`.
 *
 * @throws whatever `use` throws.
 */
export async function withCodec<Codec extends EmscriptenWasm.Module, Result>(
  factory: Factory<Codec>,
  wasm: WebAssembly.Module,
  use: (codec: Codec) => Result,
): Promise<Result> {
  if (kept?.wasm !== wasm) {
    kept = undefined;
    kept = { wasm, codec: await initEmscriptenModule(factory, wasm, QUIET) };
  }
  const codec = kept.codec as Codec;
  try {
    const result = use(codec);
    if (codec.HEAP8.buffer.byteLength > KEPT_BYTES) kept = undefined;
    return result;
  } catch (error) {
    kept = undefined;
    throw error;
  }
}
