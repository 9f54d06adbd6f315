import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { closeInTime } from '../../../worker/inference/close-in-time.ts';
import { STAGE_MS } from '../../../worker/inference/stage-limit.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it('a network that does not close within the time of a stage holds nobody up, and its engine is given up', async () => {
  const giveUp = vi.fn();
  let isOver = false;
  const closing = closeInTime({ close: () => new Promise(() => {}) }, 'parts', giveUp).then(() => {
    isOver = true;
  });
  await vi.advanceTimersByTimeAsync(STAGE_MS - 1);
  expect([isOver, giveUp.mock.calls.length]).toEqual([false, 0]);
  await vi.advanceTimersByTimeAsync(1);
  await closing;
  expect(giveUp).toHaveBeenCalledOnce();
  expect(console.error).toHaveBeenCalledWith(expect.stringContaining('"close":"parts"'));
});

it('one that closes leaves its engine as it is', async () => {
  const [close, giveUp] = [vi.fn(async () => {}), vi.fn()];
  await closeInTime({ close }, 'parts', giveUp);
  expect(close).toHaveBeenCalledWith('parts');
  expect([giveUp.mock.calls.length, vi.getTimerCount()]).toEqual([0, 0]);
});
