import sharp from 'sharp';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { FromWorker } from '../../../../shared/web/engine-worker/protocol.ts';
import { createWorkerClient } from '../../../../shared/web/engine-worker/worker-client.ts';

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
