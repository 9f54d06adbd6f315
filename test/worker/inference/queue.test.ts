import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createQueue, QueueFull } from '../../../worker/inference/queue.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const never = () => new Promise<never>(() => {});
const soon = () => new Promise<void>((resolve) => setTimeout(resolve, 5));

it('the queue runs one job at a time, in order, failed ones too', async () => {
  const queue = createQueue({ waiting: 9, waitMs: 1000, holdMs: 1000 });
  const order: string[] = [];
  const job = (name: string) => async () => {
    order.push(`${name} begins`);
    await soon();
    order.push(`${name} ends`);
    if (name === 'b') throw new Error('b fails');
  };
  const all = Promise.allSettled(['a', 'b', 'c'].map((name) => queue.run(job(name))));
  await vi.advanceTimersByTimeAsync(15);
  const settled = await all;
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
});

it('the queue turns away whom it has no place or no time for', async () => {
  const queue = createQueue({ waiting: 1, waitMs: 20, holdMs: 1000 });
  queue.run(never);
  const waits = queue.run(soon);
  await expect(queue.run(soon)).rejects.toThrow(QueueFull);
  const givenUp = expect(waits).rejects.toThrow(QueueFull);
  await vi.advanceTimersByTimeAsync(20);
  await givenUp;
});

it('the queue keeps no place for a client that left', async () => {
  const queue = createQueue({ waiting: 1, waitMs: 1000, holdMs: 1000 });
  queue.run(never);
  const leaving = new AbortController();
  const left = queue.run(never, leaving.signal);
  leaving.abort();
  await expect(left).rejects.toThrow(/abort/i);
  const next = queue.run(soon);
  await vi.advanceTimersByTimeAsync(900);
  await expect(queue.run(soon)).rejects.toThrow(QueueFull);
  next.catch(() => {});
  await expect(queue.run(never, leaving.signal)).rejects.toThrow(/abort/i);
});

it('the queue goes on after a job that never ends', async () => {
  const queue = createQueue({ waiting: 1, waitMs: 1000, holdMs: 20 });
  queue.run(never);
  await vi.advanceTimersByTimeAsync(21);
  expect(await queue.run(async () => 'next')).toBe('next');
});
