import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Tensor } from '../../../shared/image/picture.ts';
import { createLadder, type Rung } from '../../../shared/inference/ladder.ts';
import type { Runner } from '../../../shared/inference/runner.ts';
import { withinTime } from '../../../shared/inference/time-limit.ts';
import { unlessAborted } from '../../../shared/signal.ts';
import { artifactOf } from '../../fixtures/engine/artifact.ts';
import { runnerOf } from '../../fixtures/engine/runner.ts';
import { alphaTensor } from '../../fixtures/pixels.ts';

const LIMIT = 2000;
const input = alphaTensor(2, 2, () => 0);
const answer = (alpha: number): Tensor => alphaTensor(2, 2, () => alpha);
const later = <Result>(milliseconds: number, result: Result) =>
  new Promise<Result>((resolve) => setTimeout(() => resolve(result), milliseconds));
const aborted = expect.objectContaining({ name: 'AbortError' });

/** A packaged network on the reference, which is opened in `milliseconds`. */
const packaged = (milliseconds: number): Rung => ({
  backend: 'wasm',
  artifact: artifactOf(),
  open: () =>
    later(
      milliseconds,
      runnerOf(() => answer(0.3)),
    ),
});
/** A network of one's own. */
const own = (open: Rung['open'], backend: Rung['backend'] = 'wasm'): Rung => ({
  backend,
  artifact: artifactOf(),
  identity: async () => 'adapter 1',
  ownTest: async () => undefined,
  open,
});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a job that is cancelled while a network is opened', () => {
  it.for(['prepare', 'infer'] as const)('does not wait for one’s own, which goes on: %s', async (method) => {
    let opened = 0;
    const engine = createLadder({
      modnet: [
        own(() => {
          opened++;
          return packaged(1000).open();
        }),
      ],
    });
    const controller = new AbortController();
    const cancelled = expect(
      method === 'prepare'
        ? engine.prepare('modnet', controller.signal)
        : engine.infer('modnet', input, controller.signal),
    ).rejects.toThrow(aborted);
    controller.abort();
    await cancelled;
    const job = engine.infer('modnet', input);
    await vi.advanceTimersByTimeAsync(1000);
    expect((await job).data[0]).toBeCloseTo(0.3);
    expect(opened).toBe(1);
  });

  it('waits for a packaged one: the runtime of all of them does one thing at a time', async () => {
    const engine = createLadder({ modnet: [packaged(1000)] });
    const controller = new AbortController();
    let isOver = false;
    const cancelled = expect(
      engine.infer('modnet', input, controller.signal).finally(() => {
        isOver = true;
      }),
    ).rejects.toThrow(aborted);
    controller.abort();
    await vi.advanceTimersByTimeAsync(999);
    expect(isOver).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await cancelled;
  });
});

it('a slow network of one’s own is opened anew after a cancelled run, each in its own time', async () => {
  const runners: (Runner & { open: boolean })[] = [];
  /** Takes three quarters of the limit to open, and as long to run. A run that is aborted ends its thread. */
  const open = async (): Promise<Runner> => {
    const runner = runnerOf(() => answer(0.3));
    const slow = Object.assign(runner, {
      run: (_: Tensor, __?: unknown, signal?: AbortSignal) =>
        withinTime(unlessAborted(later(1500, answer(0.3)), signal), LIMIT),
    });
    runners.push(slow);
    return withinTime(later(1500, slow), LIMIT);
  };
  const engine = createLadder({ modnet: [own(open)] }, undefined, LIMIT);
  const controller = new AbortController();
  const cancelled = expect(engine.infer('modnet', input, controller.signal)).rejects.toThrow(aborted);
  await vi.advanceTimersByTimeAsync(2000);
  controller.abort();
  await cancelled;
  await vi.advanceTimersByTimeAsync(0);
  expect(runners.map((runner) => runner.open)).toEqual([false]);
  const job = engine.infer('modnet', input);
  await vi.advanceTimersByTimeAsync(3000);
  expect((await job).data[0]).toBeCloseTo(0.3);
  expect(runners.map((runner) => runner.open)).toEqual([false, true]);
  expect(engine.skipped).toEqual([]);
});

describe('an engine that is disposed of', () => {
  it('while one’s own network is opened does not wait for it, and frees it then', async () => {
    const runner = runnerOf(() => answer(0.3));
    const engine = createLadder({ modnet: [own(() => later(1000, runner))] });
    void engine.prepare('modnet');
    await vi.advanceTimersByTimeAsync(1);
    await engine.dispose();
    expect(runner.open).toBe(true);
    await vi.advanceTimersByTimeAsync(1000);
    expect(runner.open).toBe(false);
  });

  it('opens no further backend for one that fails then', async () => {
    const next = vi.fn(async () => runnerOf(() => answer(0.3)));
    const hanging = own(
      () =>
        withinTime(
          later(
            9000,
            runnerOf(() => answer(0)),
          ),
          LIMIT,
        ),
      'webgpu',
    );
    const engine = createLadder({ modnet: [hanging, own(next)] }, undefined, LIMIT);
    const prepared = expect(engine.prepare('modnet')).rejects.toThrow('did not answer');
    await vi.advanceTimersByTimeAsync(1);
    await engine.dispose();
    await vi.advanceTimersByTimeAsync(LIMIT);
    await prepared;
    expect(next).not.toHaveBeenCalled();
  });
});
