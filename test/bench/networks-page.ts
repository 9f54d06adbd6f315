import { goldenPicture } from '../../shared/golden.ts';
import { importOrt, type OrtRuntime } from '../../shared/web/ort.ts';

export interface Request {
  readonly url: string;
  readonly input: string;
  readonly output: string;
  readonly width: number;
  readonly height: number;
}

export interface Timed {
  /** The fastest round on WebGPU. */
  readonly milliseconds: number;
  /** Mean difference of its matte to WASM's, 0..1. */
  readonly difference: number;
}

interface Asked {
  /** URL of the folder with onnxruntime-web's files. */
  readonly base: string;
  readonly requests: readonly Request[];
  readonly rounds: number;
}

declare global {
  var timeNetworks: (asked: Asked) => Promise<Timed[]>;
}

/** Runs one network; returns its matte and the time of the fastest round after one to warm up. */
async function run(ort: OrtRuntime, bytes: Uint8Array, provider: 'webgpu' | 'wasm', request: Request, rounds: number) {
  const session = await ort.InferenceSession.create(bytes, { executionProviders: [provider] });
  const { width, height, input, output } = request;
  // Somebody, so that two mattes that agree say something.
  const { data } = goldenPicture(width);
  const pixels = width * height;
  const values = Float32Array.from(
    { length: 3 * pixels },
    (_, i) => data[(i % pixels) * 4 + Math.floor(i / pixels)] / 127.5 - 1,
  );
  const feed = { [input]: new ort.Tensor('float32', values, [1, 3, height, width]) };
  let matte = new Float32Array();
  let milliseconds = Number.POSITIVE_INFINITY;
  for (let round = 0; round <= rounds; round++) {
    const started = performance.now();
    matte = Float32Array.from((await (await session.run(feed))[output].getData()) as Float32Array);
    if (round > 0) milliseconds = Math.min(milliseconds, performance.now() - started);
  }
  await session.release();
  return { matte, milliseconds };
}

globalThis.timeNetworks = async ({ base, requests, rounds }) => {
  const ort = await importOrt(base, ['jspi', 'asyncify']);
  const timed: Timed[] = [];
  for (const request of requests) {
    const bytes = new Uint8Array(await (await fetch(request.url)).arrayBuffer());
    const expected = await run(ort, bytes, 'wasm', request, 0);
    const { matte, milliseconds } = await run(ort, bytes, 'webgpu', request, rounds);
    const difference = matte.reduce((sum, value, i) => sum + Math.abs(value - expected.matte[i]), 0) / matte.length;
    timed.push({ milliseconds, difference });
  }
  return timed;
};
