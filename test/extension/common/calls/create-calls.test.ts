import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CutoutError, failureOf } from '../../../../shared/errors.ts';

vi.mock('../../../../extension/common/browser/browser.ts', () => ({
  browser: { runtime: { getURL: (path: string) => path } },
}));
const { createCalls } = await import('../../../../extension/common/calls/create-calls.ts');

interface Numbers {
  double(request: number): number;
}

/** A worker that says only what it is told to. */
class SilentWorker {
  static made: SilentWorker[] = [];
  onmessage?: (event: { data: unknown }) => void;
  onerror?: (event: { message: string }) => void;
  readonly terminate = vi.fn();
  readonly postMessage = vi.fn();
  constructor() {
    SilentWorker.made.push(this);
  }
}

const calls = () =>
  createCalls<Numbers>({
    script: 'worker.js',
    failureOf,
    died: (message) => new CutoutError('engine-failed', message, { facts: [message] }),
  });

beforeEach(() => {
  SilentWorker.made = [];
  vi.stubGlobal('Worker', SilentWorker);
});
afterEach(() => vi.unstubAllGlobals());

it('each call gets its own answer, in whatever order they come', async () => {
  const { call } = calls();
  const [first, second] = [call('double', 1), call('double', 2)];
  const [worker, ...others] = SilentWorker.made;
  expect(others).toEqual([]);
  const [one, two] = worker.postMessage.mock.calls.map(([message]) => message.id);
  worker.onmessage?.({ data: { id: two, result: 4 } });
  worker.onmessage?.({ data: { id: one, result: 2 } });
  expect(await Promise.all([first, second])).toEqual([2, 4]);
});

it('a task that fails rejects its call alone', async () => {
  const { call } = calls();
  const [first, second] = [call('double', 1), call('double', 2)];
  const [worker] = SilentWorker.made;
  worker.onmessage?.({ data: { id: 1, error: { code: 'damaged', message: 'It is damaged.' } } });
  worker.onmessage?.({ data: { id: 2, result: 4 } });
  await expect(first).rejects.toMatchObject({ code: 'damaged', message: 'It is damaged.' });
  expect(await second).toBe(4);
});

it('a worker that dies rejects all calls that wait, and the next call starts another', async () => {
  const { call } = calls();
  const waiting = [call('double', 1), call('double', 2)];
  SilentWorker.made[0].onerror?.({ message: 'out of memory' });
  for (const each of waiting) await expect(each).rejects.toMatchObject({ code: 'engine-failed' });
  expect(SilentWorker.made[0].terminate).toHaveBeenCalledOnce();
  void call('double', 3);
  expect(SilentWorker.made).toHaveLength(2);
});

it('ending the worker rejects what waits with the reason', async () => {
  const { call, end } = calls();
  const waiting = call('double', 1);
  end(new CutoutError('aborted', 'Cancelled.'));
  await expect(waiting).rejects.toMatchObject({ code: 'aborted' });
  expect(SilentWorker.made[0].terminate).toHaveBeenCalledOnce();
});
