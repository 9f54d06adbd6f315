import { goldenPicture } from '../../../shared/inference/golden.ts';
import { importOrt, type OrtRuntime } from '../../../shared/web/runtime/ort.ts';

export interface Request {
  readonly url: string;
  readonly input: string;
  readonly output: string;
  readonly width: number;
  readonly height: number;
}

export interface Timed {
  /** The fastest round on WebGPU, after one to warm up. */
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

/** Opens one network; each run returns its matte and how long it took. */
async function open(ort: OrtRuntime, bytes: Uint8Array, provider: 'webgpu' | 'wasm', request: Request) {
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
  const run = async () => {
    const started = performance.now();
    const matte = Float32Array.from((await (await session.run(feed))[output].getData()) as Float32Array);
    return { matte, milliseconds: performance.now() - started };
  };
  return { run, release: () => session.release() };
}

globalThis.timeNetworks = async ({ base, requests, rounds }) => {
  const ort = await importOrt(base, ['jspi', 'asyncify']);
  const opened = [];
  for (const request of requests) {
    const bytes = new Uint8Array(await (await fetch(request.url)).arrayBuffer());
    const onWasm = await open(ort, bytes, 'wasm', request);
    const expected = (await onWasm.run()).matte;
    await onWasm.release();
    const { run } = await open(ort, bytes, 'webgpu', request);
    const { matte } = await run();
    const difference = matte.reduce((sum, value, i) => sum + Math.abs(value - expected[i]), 0) / matte.length;
    opened.push({ run, difference, milliseconds: Number.POSITIVE_INFINITY });
  }
  for (let round = 0; round < rounds; round++) {
    for (const each of opened) each.milliseconds = Math.min(each.milliseconds, (await each.run()).milliseconds);
  }
  return opened.map(({ milliseconds, difference }) => ({ milliseconds, difference }));
};
