import sharp from 'sharp';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CutoutError } from '../../../../shared/errors.ts';
import type { FromWorker } from '../../../../shared/web/engine-worker/protocol.ts';
import { createWorkerClient } from '../../../../shared/web/engine-worker/worker-client.ts';
import { drawSvg } from '../../../../shared/web/rasterize.ts';

vi.mock('../../../../shared/web/rasterize.ts', () => ({ drawSvg: vi.fn() }));

/** A worker that says only what it is told to. */
class SilentWorker {
  static made: SilentWorker[] = [];
  onmessage: ((event: { data: FromWorker }) => void) | undefined;
  terminated = false;
  readonly received: { type: string }[] = [];
  constructor() {
    SilentWorker.made.push(this);
  }
  postMessage(message: { type: string }) {
    this.received.push(message);
  }
  terminate() {
    this.terminated = true;
  }
}

const client = () => createWorkerClient({ workerUrl: 'worker.js', ortBase: 'ort/', modelsBase: 'models/' });
const lastMade = () => SilentWorker.made.at(-1)!;

beforeEach(() => {
  SilentWorker.made = [];
  vi.stubGlobal('Worker', SilentWorker);
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('an engine that never starts is ended with a sentence, and the next job has a new one', async () => {
  const engine = client();
  const warming = engine.warmUp();
  const refused = expect(warming).rejects.toMatchObject({ code: 'timeout' });
  await vi.advanceTimersByTimeAsync(121_000);
  await refused;
  expect(lastMade().terminated).toBe(true);
  engine.warmUp().catch(() => {});
  expect(SilentWorker.made).toHaveLength(2);
  engine.dispose();
});

it('an engine that has started may take its time', async () => {
  const engine = client();
  const warming = engine.warmUp();
  lastMade().onmessage?.({ data: { type: 'started' } });
  await vi.advanceTimersByTimeAsync(600_000);
  lastMade().onmessage?.({ data: { type: 'ready', id: 1, status: { backend: 'wasm', skipped: [], threads: 2 } } });
  expect(await warming).toMatchObject({ backend: 'wasm' });
  expect(lastMade().terminated).toBe(false);
});

it('closing the client rejects what waits', async () => {
  const engine = client();
  const warming = engine.warmUp();
  engine.dispose();
  await expect(warming).rejects.toMatchObject({ code: 'aborted' });
});

it('a signal that outlives its jobs keeps none of their listeners', async () => {
  const engine = client();
  const { signal } = new AbortController();
  const added = vi.spyOn(signal, 'addEventListener');
  const removed = vi.spyOn(signal, 'removeEventListener');
  const warming = [{}, {}].map((choice) => engine.warmUp(choice, { signal }));
  lastMade().onmessage?.({ data: { type: 'ready', id: 1, status: { backend: 'wasm', skipped: [], threads: 2 } } });
  await warming[0];
  const refused = expect(warming[1]).rejects.toMatchObject({ code: 'aborted' });
  engine.dispose();
  await refused;
  const listeners = ({ mock }: { mock: { calls: unknown[][] } }) => mock.calls.map(([, listener]) => listener);
  expect(listeners(added)).toHaveLength(2);
  expect(listeners(removed)).toEqual(listeners(added));
});

it('warming up tells its progress, and is cancelled', async () => {
  const engine = client();
  const cancelling = new AbortController();
  const onProgress = vi.fn();
  const warming = engine.warmUp({}, { signal: cancelling.signal, onProgress });
  lastMade().onmessage?.({ data: { type: 'progress', id: 1, stage: 'load', fraction: 0.5 } });
  expect(onProgress).toHaveBeenCalledWith('load', 0.5);
  const refused = expect(warming).rejects.toMatchObject({ code: 'aborted' });
  cancelling.abort();
  await refused;
  expect(lastMade().received.at(-1)).toEqual({ type: 'cancel', id: 1 });
});

it('the worker starts ahead of the first job, once, and says nothing of what fails there', async () => {
  const engine = client();
  engine.start({ backend: 'wasm' });
  engine.start();
  engine.warmUp().catch(() => {});
  expect(SilentWorker.made).toHaveLength(1);
  expect(lastMade().received.map(({ type }) => type)).toEqual(['configure', 'start', 'warm-up']);
  engine.dispose();
  engine.start();
  await vi.advanceTimersByTimeAsync(121_000);
  expect(lastMade().terminated).toBe(true);
  engine.warmUp().catch(() => {});
  expect(SilentWorker.made).toHaveLength(3);
  engine.dispose();
});

it('a preview is made only where somebody looks at it', async () => {
  const engine = client();
  const picture = new Blob([
    await sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } })
      .png()
      .toBuffer(),
  ]);
  engine.cutOut({ picture, outputs: ['cutout'] }).catch(() => {});
  engine.cutOut({ picture, outputs: ['cutout'] }, { onPreview() {} }).catch(() => {});
  await vi.waitFor(() => expect(lastMade().received).toHaveLength(3));
  expect(lastMade().received.slice(1)).toMatchObject([{ preview: false }, { preview: true }]);
  engine.dispose();
});

it('an SVG is drawn where the worker asks for it, and sent again unless the job was cancelled meanwhile', async () => {
  const [svg, png] = [new Blob(['<svg/>']), new Blob(['png'])];
  let finish = (_: Blob) => {};
  vi.mocked(drawSvg).mockReturnValue(new Promise((resolve) => (finish = resolve)));
  const engine = client();
  const cancelling = new AbortController();
  const signal = cancelling.signal;
  const jobs = [{}, { signal }].map((watch) => engine.cutOut({ picture: svg, outputs: ['matte'] }, watch));
  const refused = expect(jobs[1]).rejects.toMatchObject({ code: 'aborted' });
  await vi.waitFor(() => expect(lastMade().received).toHaveLength(3));
  for (const id of [1, 2]) lastMade().onmessage?.({ data: { type: 'draw', id, size: { width: 30, height: 20 } } });
  cancelling.abort();
  await refused;
  finish(png);
  await vi.waitFor(() => expect(lastMade().received).toHaveLength(5));
  expect(lastMade().received.slice(3)).toMatchObject([
    { type: 'cancel', id: 2 },
    { type: 'job', id: 1, preview: false, request: { picture: png, outputs: ['matte'] } },
  ]);
  expect(drawSvg).toHaveBeenCalledWith(svg, { width: 30, height: 20 });
  engine.dispose();
  await expect(jobs[0]).rejects.toMatchObject({ code: 'aborted' });
});

it('an SVG that cannot be drawn is declined in the words of that, and an engine that never starts is ended all the same', async () => {
  vi.mocked(drawSvg).mockRejectedValue(new CutoutError('damaged', 'It could not be drawn.'));
  const engine = client();
  const job = engine.cutOut({ picture: new Blob(['<svg/>']), outputs: [] });
  const refused = expect(job).rejects.toMatchObject({ code: 'damaged' });
  await vi.waitFor(() => expect(lastMade().received).toHaveLength(2));
  lastMade().onmessage?.({ data: { type: 'draw', id: 1, size: { width: 30, height: 20 } } });
  await refused;
  await vi.advanceTimersByTimeAsync(121_000);
  expect(lastMade().terminated).toBe(true);
});
