import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { drive, runToEnd, type Steps, within } from '../../shared/steps.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Work of `count` steps that take `milliseconds` each, by a clock that only they move. */
function* work(count: number, milliseconds: number, done: () => void = () => {}): Steps<string> {
  for (let step = 0; step < count; step++) {
    vi.setSystemTime(Date.now() + milliseconds);
    done();
    yield step / count;
  }
  return 'result';
}

it('runToEnd gives the result at once', () => {
  expect(runToEnd(work(5, 0))).toBe('result');
});

describe('drive', () => {
  it('returns the result', async () => {
    expect(await drive(work(3, 0))).toBe('result');
    expect(await drive(work(0, 0))).toBe('result');
  });

  it('breathes every 40 ms, telling how far it is', async () => {
    const told: number[] = [];
    let turns = 0;
    const turn = () => {
      turns++;
      turning = setImmediate(turn);
    };
    let turning = setImmediate(turn);
    await drive(work(20, 10), undefined, (fraction) => told.push(fraction));
    clearImmediate(turning);
    expect(told).toEqual([3, 7, 11, 15, 19].map((step) => step / 20));
    expect(turns).toBeGreaterThanOrEqual(told.length);
  });

  it('starts nothing when aborted before', async () => {
    const done = vi.fn();
    await expect(drive(work(3, 0, done), AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    expect(done).not.toHaveBeenCalled();
  });

  it('hears an abort that comes from the event loop', async () => {
    const abort = new AbortController();
    const done = vi.fn();
    setTimeout(() => abort.abort(new Error('enough')), 0);
    await expect(drive(work(1000, 10, done), abort.signal)).rejects.toThrow('enough');
    expect(done).toHaveBeenCalledTimes(4);
  });

  it('passes on what the work throws', async () => {
    const failing = function* (): Steps<never> {
      yield 0;
      throw new RangeError('odd');
    };
    await expect(drive(failing())).rejects.toThrow(RangeError);
  });
});

it('within tells a part’s progress as a share of the whole and returns its result', () => {
  function* half(): Steps<string> {
    yield 0;
    yield 0.5;
    yield 1;
    return 'done';
  }
  const steps = within(0.2, 0.6, half());
  const told: number[] = [];
  let step = steps.next();
  for (; !step.done; step = steps.next()) told.push(step.value);
  expect(told.map((value) => value.toFixed(2))).toEqual(['0.20', '0.40', '0.60']);
  expect(step.value).toBe('done');
});
