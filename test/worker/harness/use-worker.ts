import { afterAll, beforeAll } from 'vitest';
import type { Served } from '../../../worker/serve.ts';
import { drawnPhoto } from '../../fixtures/drawn.ts';
import { startWorker } from './start.ts';
import { expectGood } from './survives.ts';

/** A Worker, and a picture that it answers. */
export interface Answering {
  readonly worker: Served;
  readonly good: Buffer;
}

/**
 * Starts a Worker before the tests of a file or describe, and stops it after them.
 *
 * @param size the side of the good picture, in pixels.
 */
export function useWorker(size: number): Answering {
  const started: { -readonly [Part in keyof Answering]?: Answering[Part] } = {};
  beforeAll(async () => {
    started.good = await drawnPhoto(size);
    started.worker = await startWorker();
    await expectGood(started.worker.url, started.good);
  }, 60_000);
  afterAll(() => started.worker?.stop());
  return started as Answering;
}
