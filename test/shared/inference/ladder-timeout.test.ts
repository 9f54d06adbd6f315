import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Tensor } from '../../../shared/image/picture.ts';
import type { Backend } from '../../../shared/inference/engine.ts';
import { createLadder, type Rung, TIME_LIMIT_MS, type Verdicts } from '../../../shared/inference/ladder.ts';
import type { Runner } from '../../../shared/inference/runner.ts';
import { withinTime } from '../../../shared/inference/time-limit.ts';
import { artifactOf } from '../../fixtures/engine/artifact.ts';
import { runnerOf } from '../../fixtures/engine/runner.ts';
import { golden, goldenMatte } from '../../fixtures/golden.ts';
import { alphaTensor } from '../../fixtures/pixels.ts';

const input = alphaTensor(2, 2, () => 0);
const answer = (alpha: number): Tensor => alphaTensor(2, 2, () => alpha);
const artifact = artifactOf({ golden });
const never = () => new Promise<never>(() => {});
const gpu = (runner: Runner): Rung => ({
  backend: 'webgpu',
  artifact,
  identity: async () => 'adapter 1',
  open: async () => runner,
});
const reference = (runner: Runner, backend: Backend = 'wasm'): Rung => ({
  backend,
  artifact,
  open: async () => runner,
});
const onWasm = () => reference(runnerOf(() => answer(0.1)));

function memory(...known: [string, string][]): Verdicts & { readonly known: Map<string, string> } {
  const map = new Map(known);
  return { known: map, get: async (key) => map.get(key), set: async (key, verdict) => void map.set(key, verdict) };
}
const PASSED = [`webgpu ${artifact.sha256} adapter 1`, ''] as [string, string];

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a rung that hangs', () => {
  it('in a job is left when its time is over, and the job goes on', async () => {
    const engine = createLadder({ modnet: [gpu(runnerOf(never)), onWasm()], lite: [] }, memory(PASSED), 2000);
    let done = false;
    const job = engine.infer('modnet', input).then((tensor) => {
      done = true;
      return tensor;
    });
    await vi.advanceTimersByTimeAsync(1999);
    expect([done, engine.backendOf('modnet')]).toEqual([false, 'webgpu']);
    await vi.advanceTimersByTimeAsync(1);
    expect((await job).data[0]).toBeCloseTo(0.1);
    expect(engine.skipped).toEqual([{ network: 'modnet', backend: 'webgpu', reason: 'it did not answer in 2 s' }]);
  });

  it('has thirty seconds by default', async () => {
    expect(TIME_LIMIT_MS).toBe(30_000);
    const engine = createLadder({ modnet: [gpu(runnerOf(never)), onWasm()], lite: [] }, memory(PASSED));
    const job = engine.infer('modnet', input);
    await vi.advanceTimersByTimeAsync(30_000);
    await job;
    expect(engine.skipped).toEqual([{ network: 'modnet', backend: 'webgpu', reason: 'it did not answer in 30 s' }]);
  });

  it('in its self-test fails it, and is not tried again', async () => {
    const verdicts = memory();
    const hanging = runnerOf(never);
    const engine = createLadder({ modnet: [gpu(hanging), onWasm()], lite: [] }, verdicts, 2000);
    const prepared = engine.prepare('modnet');
    await vi.advanceTimersByTimeAsync(2000);
    await prepared;
    expect(engine.backendOf('modnet')).toBe('wasm');
    expect([...verdicts.known.values()]).toEqual(['it did not answer in 2 s']);

    const again = createLadder({ modnet: [gpu(hanging), onWasm()], lite: [] }, verdicts, 2000);
    await again.prepare('modnet');
    expect(again.skipped).toEqual(engine.skipped);
    expect(hanging.runs).toBe(1);
  });

  it('while it says who it is, is left', async () => {
    const silent = { ...gpu(runnerOf(never)), identity: never };
    const engine = createLadder({ modnet: [silent, onWasm()], lite: [] }, memory(), 2000);
    const prepared = engine.prepare('modnet');
    await vi.advanceTimersByTimeAsync(2000);
    await prepared;
    expect(engine.skipped).toEqual([{ network: 'modnet', backend: 'webgpu', reason: 'it did not answer in 2 s' }]);
  });

  it('is freed only once it came back', async () => {
    let comeBack = (_: Tensor) => {};
    const slow = runnerOf(
      () =>
        new Promise((resolve) => {
          comeBack = resolve;
        }),
    );
    const engine = createLadder({ modnet: [gpu(slow), onWasm()], lite: [] }, memory(PASSED), 2000);
    const job = engine.infer('modnet', input);
    await vi.advanceTimersByTimeAsync(2000);
    await job;
    await engine.dispose();
    expect(slow.open).toBe(true);
    comeBack(answer(0.7));
    await vi.advanceTimersByTimeAsync(0);
    expect(slow.open).toBe(false);
  });
});

describe('a network of one’s own', () => {
  const own = (backend: Backend, runner: Runner): Rung => ({ ...gpu(runner), backend, ownTest: async () => undefined });

  it('that hangs in a job is left on all its rungs', async () => {
    const next = runnerOf(() => answer(0.3));
    const engine = createLadder({ modnet: [own('webgpu', runnerOf(never)), own('wasm', next)] }, memory(), 2000);
    const job = expect(engine.infer('modnet', input)).rejects.toMatchObject({
      code: 'no-backend',
      facts: ['webgpu: it did not answer in 2 s'],
    });
    await vi.advanceTimersByTimeAsync(2000);
    await job;
    expect(next.runs).toBe(0);
  });

  it('that hangs while it is opened is not opened there again', async () => {
    const hanging = { ...own('webgpu', runnerOf(never)), open: () => withinTime(never(), 2000) };
    const known = memory();
    const engine = createLadder(
      {
        modnet: [
          hanging,
          own(
            'wasm',
            runnerOf(() => answer(0.3)),
          ),
        ],
      },
      known,
      2000,
    );
    const prepared = engine.prepare('modnet');
    await vi.advanceTimersByTimeAsync(2000);
    expect(await prepared).toBe('wasm');
    expect([...known.known.values()]).toEqual(['it did not answer in 2 s', '']);
  });
});

it('an answer in time leaves no timer behind', async () => {
  const engine = createLadder({ modnet: [gpu(runnerOf(() => goldenMatte())), onWasm()], lite: [] }, memory(), 2000);
  await engine.infer('modnet', input);
  expect(engine.backendOf('modnet')).toBe('webgpu');
  expect(vi.getTimerCount()).toBe(0);
});

it('the reference may take its time', async () => {
  const slow = runnerOf(() => new Promise((resolve) => setTimeout(() => resolve(answer(0.1)), 100_000)));
  const engine = createLadder({ modnet: [reference(slow)], lite: [] }, undefined, 2000);
  const job = engine.infer('modnet', input);
  await vi.advanceTimersByTimeAsync(100_000);
  expect((await job).data[0]).toBeCloseTo(0.1);
  expect(engine.skipped).toEqual([]);
});
