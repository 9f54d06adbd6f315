import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Overdue } from '../../../../shared/inference/time-limit.ts';
import type { FromOwn, Opening, ToOwn } from '../../../../shared/web/own/protocol.ts';
import { openOwn } from '../../../../shared/web/own/runner.ts';
import { alphaTensor } from '../../../fixtures/pixels.ts';

const input = alphaTensor(2, 2, () => 0);
/** The workers that were started, in their order. */
let workers: FakeWorker[];

/** Opens a network, and never answers what it is to run. */
class FakeWorker {
  terminated = false;
  onmessage: (event: { data: FromOwn }) => void = () => {};
  constructor() {
    workers.push(this);
  }
  postMessage({ type }: ToOwn): void {
    if (type === 'open') queueMicrotask(() => this.onmessage({ data: { type: 'opened' } }));
  }
  terminate(): void {
    this.terminated = true;
  }
}

const open = () => openOwn('worker.js', {} as Opening, 2000);

beforeEach(() => {
  workers = [];
  vi.stubGlobal('Worker', FakeWorker);
  vi.useFakeTimers();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('a run that is cancelled ends at once and ends its worker', async () => {
  const runner = await open();
  const controller = new AbortController();
  const run = runner.run(input, undefined, controller.signal);
  controller.abort();
  await expect(run).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  expect(workers.map(({ terminated }) => terminated)).toEqual([true]);
  expect(vi.getTimerCount()).toBe(0);
});

test('a run that hangs ends its worker when its time is over', async () => {
  const runner = await open();
  const run = expect(runner.run(input)).rejects.toThrow(Overdue);
  await vi.advanceTimersByTimeAsync(2000);
  await run;
  expect(workers.map(({ terminated }) => terminated)).toEqual([true]);
});
