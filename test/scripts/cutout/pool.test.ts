import { beforeEach, expect, it, vi } from 'vitest';
import type { Setting } from '../../../scripts/cutout/job.ts';
import { createPool } from '../../../scripts/cutout/pool.ts';

const DONE = { person: 'no', results: [] };

/** Threads that answer when the test tells them to. */
const { FakeThread, threads } = await vi.hoisted(async () => {
  const { EventEmitter } = await import('node:events');
  class FakeThread extends EventEmitter {
    jobs = 0;
    constructor() {
      super();
      threads.push(this);
    }
    postMessage(): void {
      this.jobs++;
    }
    async terminate(): Promise<void> {
      this.emit('exit', 1);
    }
    answer(): void {
      this.emit('message', { done: { person: 'no', results: [] } });
    }
  }
  const threads: FakeThread[] = [];
  return { FakeThread, threads };
});
vi.mock('node:worker_threads', () => ({ Worker: FakeThread }));
vi.mock('sharp', () => ({ default: {} }));

beforeEach(() => {
  threads.length = 0;
});

const job = () => ({ bytes: new Uint8Array(1), wanted: [] });
const setting = async () => ({}) as Setting;
const isAtWork = (thread: number, jobs = 1) => vi.waitFor(() => expect(threads[thread]?.jobs).toBe(jobs));

it('a thread that ends while idle is replaced by another for the next picture', async () => {
  const pool = createPool(1, setting);
  const first = pool.run(job());
  await isAtWork(0);
  threads[0].answer();
  await first;
  threads[0].emit('error', new Error('out of memory'));
  threads[0].emit('exit', 1);
  const second = pool.run(job());
  await isAtWork(1);
  threads[1].answer();
  expect(await second).toEqual(DONE);
  expect(threads).toHaveLength(2);
});

it('a thread that ends at work fails its picture, and whoever waits gets another thread', async () => {
  const pool = createPool(1, setting);
  const first = pool.run(job()).catch((thrown) => thrown);
  const second = pool.run(job());
  await isAtWork(0);
  threads[0].emit('error', new Error('out of memory'));
  expect(await first).toMatchObject({ code: 'engine-failed' });
  await isAtWork(1);
  threads[1].answer();
  expect(await second).toEqual(DONE);
  expect(threads).toHaveLength(2);
});

it('where no thread can be started everybody who waits is told', async () => {
  const pool = createPool(1, async () => {
    throw new Error('no networks here');
  });
  const told = await Promise.allSettled([pool.run(job()), pool.run(job()), pool.run(job())]);
  expect(told.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
});

it('networks that could not be had are asked for again only where the pool is patient', async () => {
  for (const isPatient of [true, false]) {
    threads.length = 0;
    const bring = vi.fn(setting).mockRejectedValueOnce(new Error('no connection'));
    const pool = createPool(1, bring, isPatient);
    await expect(pool.run(job())).rejects.toThrow('no connection');
    const second = pool.run(job());
    second.catch(() => {});
    if (!isPatient) await expect(second).rejects.toThrow('no connection');
    else {
      await isAtWork(0);
      threads[0].answer();
      expect(await second).toEqual(DONE);
    }
    expect(bring).toHaveBeenCalledTimes(isPatient ? 2 : 1);
  }
});

it('closing starts no threads', async () => {
  const pool = createPool(1, setting);
  const first = pool.run(job()).catch((thrown) => thrown);
  void pool.run(job());
  await isAtWork(0);
  await pool.close();
  expect(await first).toMatchObject({ code: 'engine-failed' });
  expect(threads).toHaveLength(1);
});
