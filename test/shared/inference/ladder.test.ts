import { describe, expect, it, vi } from 'vitest';
import { CutoutError } from '../../../shared/errors.ts';
import { newPicture, type Tensor } from '../../../shared/image/picture.ts';
import { type Accelerator, TooLarge } from '../../../shared/inference/accelerator.ts';
import type { Backend } from '../../../shared/inference/engine.ts';
import { createLadder, type LadderEngine, type Rung, type Verdicts } from '../../../shared/inference/ladder.ts';
import type { Runner } from '../../../shared/inference/runner.ts';
import { acceleratorOf } from '../../fixtures/engine/accelerator.ts';
import { artifactOf } from '../../fixtures/engine/artifact.ts';
import { runnerOf } from '../../fixtures/engine/runner.ts';
import { golden, goldenMatte } from '../../fixtures/golden.ts';
import { alphaTensor } from '../../fixtures/pixels.ts';

const input = alphaTensor(2, 2, () => 0);
const answer = (alpha: number): Tensor => alphaTensor(2, 2, () => alpha);
const artifact = artifactOf({ golden });

/** A rung that opens `runner`, untested. */
const rung = (backend: Backend, open: () => Runner | Promise<Runner>): Rung & { open: ReturnType<typeof vi.fn> } => ({
  backend,
  artifact,
  open: vi.fn(async () => open()),
});
/** A rung that is self-tested under `identity`. */
const tested = (backend: Backend, open: () => Runner, identity = 'adapter 1, runtime 1') => ({
  ...rung(backend, open),
  identity: async () => identity,
});
const failing = (words: string) => (): never => {
  throw new Error(words);
};
const ladder = (modnet: Rung[], verdicts?: Verdicts) => createLadder({ modnet: modnet, lite: [] }, verdicts);

function memory(): Verdicts & { readonly known: Map<string, string> } {
  const known = new Map<string, string>();
  return { known, get: async (key) => known.get(key), set: async (key, verdict) => void known.set(key, verdict) };
}

describe('order', () => {
  it('takes the first that works and opens no other', async () => {
    const rungs = [rung('webgpu', () => runnerOf(() => answer(0.7))), rung('wasm', () => runnerOf(() => answer(0.1)))];
    const engine = ladder(rungs);
    expect((await engine.infer('modnet', input)).data[0]).toBeCloseTo(0.7);
    expect(engine.backendOf('modnet')).toBe('webgpu');
    expect(engine.skipped).toEqual([]);
    expect(rungs[1].open).not.toHaveBeenCalled();
  });

  it('goes on where one can’t be opened, saying why', async () => {
    const engine = ladder([
      rung('webgpu-f16', failing('no shader-f16')),
      rung('webgpu', failing('no adapter')),
      rung('wasm', () => runnerOf(() => answer(0.1))),
    ]);
    await engine.prepare('modnet');
    expect(engine.backendOf('modnet')).toBe('wasm');
    expect(engine.skipped).toEqual([
      { network: 'modnet', backend: 'webgpu-f16', reason: 'no shader-f16' },
      { network: 'modnet', backend: 'webgpu', reason: 'no adapter' },
    ]);
  });

  it('is kept for each network by itself', async () => {
    const engine = createLadder({
      modnet: [rung('webgpu', failing('no adapter')), rung('wasm', () => runnerOf(() => answer(0.1)))],
      lite: [rung('webgpu', () => runnerOf(() => answer(0.2)))],
    });
    await engine.prepare('modnet');
    await engine.prepare('lite');
    expect([engine.backendOf('modnet'), engine.backendOf('lite')]).toEqual(['wasm', 'webgpu']);
  });

  it.each([
    ['a download failed', new CutoutError('unreachable', 'no file', { facts: ['models.example'] })],
    ['a wrong file came', new CutoutError('artifact-mismatch', 'no file')],
  ])('begins anew with the next job after %s, and forgets what failed', async (_, failure) => {
    let isThere = false;
    const open = vi.fn(() => {
      if (isThere) return runnerOf(goldenMatte);
      throw failure;
    });
    const engine = createLadder({
      modnet: [tested('webgpu', open), rung('wasm', open)],
      lite: [tested('webgpu', () => runnerOf(goldenMatte)), rung('wasm', () => runnerOf(() => answer(0.1)))],
    });
    for (let job = 0; job < 2; job++) {
      await expect(engine.prepare('modnet')).rejects.toMatchObject({
        code: 'no-backend',
        facts: ['webgpu: no file; wasm: no file'],
      });
      expect(engine.skipped).toHaveLength(2);
      expect(open).toHaveBeenCalledTimes(2 * (job + 1));
    }
    isThere = true;
    expect(await engine.prepare('modnet')).toBe('webgpu');
    expect(engine.skipped).toEqual([]);
    expect(await engine.prepare('lite')).toBe('webgpu');
  });

  it('stays at its end where a device runs no rung', async () => {
    const rungs = [rung('wasm', failing('no memory'))];
    const engine = ladder(rungs);
    for (let job = 0; job < 2; job++) await expect(engine.prepare('modnet')).rejects.toThrow('no memory');
    expect(rungs[0].open).toHaveBeenCalledOnce();
  });

  it('passes over, for networks yet to be opened, a GPU that another had to leave', async () => {
    const outlines = tested('webgpu', () => runnerOf(goldenMatte));
    const onWasm = rung('wasm', () => runnerOf(() => answer(0.1)));
    const engine = createLadder({
      'portrait-s': [tested('webgpu', failing('no adapter')), rung('wasm', () => runnerOf(() => answer(0.1)))],
      modnet: [outlines, onWasm],
    });
    await engine.prepare('portrait-s');
    expect(engine.backendOf('modnet')).toBe('wasm');
    await engine.prepare('modnet');
    expect(outlines.open).not.toHaveBeenCalled();
    expect(onWasm.open).toHaveBeenCalledOnce();
    expect(engine.skipped).toEqual([{ network: 'portrait-s', backend: 'webgpu', reason: 'no adapter' }]);
  });

  it('stays on a GPU that another network has to leave', async () => {
    const engine = createLadder({
      'portrait-s': [tested('webgpu', () => runnerOf(goldenMatte)), rung('wasm', () => runnerOf(() => answer(0.1)))],
      modnet: [tested('webgpu', failing('out of memory')), rung('wasm', failing('out of memory'))],
    });
    await engine.prepare('portrait-s');
    await expect(engine.prepare('modnet')).rejects.toMatchObject({ code: 'no-backend' });
    expect(engine.backendOf('portrait-s')).toBe('webgpu');
    expect((await engine.infer('portrait-s', input)).data).toEqual(goldenMatte().data);
  });

  it('has no way to run a network that it has no rungs for', async () => {
    const engine = ladder([rung('wasm', () => runnerOf(() => answer(0.1)))]);
    expect(() => engine.inputOf('face')).toThrow(/none is offered/);
    await expect(engine.infer('face', input)).rejects.toMatchObject({ code: 'no-backend' });
    expect((await engine.infer('modnet', input)).data[0]).toBeCloseTo(0.1);
  });

  it('wants input as the current rung’s network does', async () => {
    const half = artifactOf({ input: { ...artifact.input, name: 'half' } });
    const engine = ladder([
      { ...rung('webgpu', failing('no adapter')), artifact: half },
      rung('wasm', () => runnerOf(() => answer(0))),
    ]);
    expect(engine.inputOf('modnet').name).toBe('half');
    await engine.prepare('modnet');
    expect(engine.inputOf('modnet').name).toBe('input');
  });
});

describe('the self-test', () => {
  const wrong = () => runnerOf(() => ({ ...goldenMatte(), data: goldenMatte().data.map(() => 0) }));

  it('decides, once for an identity', async () => {
    const verdicts = memory();
    const bad = tested('webgpu', wrong);
    const next = () => rung('wasm', () => runnerOf(() => answer(0.1)));
    const engine = ladder([bad, next()], verdicts);
    await engine.infer('modnet', input);
    expect(engine.backendOf('modnet')).toBe('wasm');
    expect(engine.skipped).toEqual([{ network: 'modnet', backend: 'webgpu', reason: 'its matte is flat' }]);
    expect([...verdicts.known]).toEqual([[`webgpu ${artifact.sha256} adapter 1, runtime 1`, 'its matte is flat']]);

    const again = ladder([bad, next()], verdicts);
    await again.prepare('modnet');
    expect(again.skipped).toEqual(engine.skipped);
    expect(bad.open).toHaveBeenCalledOnce();

    const updated = tested('webgpu', () => runnerOf(goldenMatte), 'adapter 1, runtime 2');
    const later = ladder([updated, next()], verdicts);
    await later.prepare('modnet');
    expect(later.backendOf('modnet')).toBe('webgpu');
    expect(verdicts.known.size).toBe(2);
  });

  it('is not run again by an engine that knows it passed', async () => {
    const verdicts = memory();
    const runners = [runnerOf(goldenMatte), runnerOf(goldenMatte)];
    for (const runner of runners) await ladder([tested('webgpu', () => runner)], verdicts).prepare('modnet');
    expect(runners.map(({ runs }) => runs)).toEqual([1, 0]);
    expect([...verdicts.known.values()]).toEqual(['']);
  });

  it('runs where nothing remembers verdicts, too', async () => {
    const engine = ladder([tested('webgpu', wrong), rung('wasm', () => runnerOf(() => answer(0.1)))]);
    await engine.prepare('modnet');
    expect(engine.backendOf('modnet')).toBe('wasm');
  });

  it('gives a runner back that fails it or throws in it', async () => {
    const bad = wrong();
    const throwing = runnerOf(failing('device lost'));
    const verdicts = memory();
    const engine = ladder(
      [
        tested('webgpu-f16', () => bad),
        tested('webgpu', () => throwing),
        rung('wasm', () => runnerOf(() => answer(0))),
      ],
      verdicts,
    );
    await engine.prepare('modnet');
    expect([bad.open, throwing.open]).toEqual([false, false]);
    expect(engine.skipped.map(({ reason }) => reason)).toEqual(['its matte is flat', 'device lost']);
    // What was thrown may have been a passing trouble: tried again next time.
    expect(verdicts.known.size).toBe(1);
  });
});

describe('an accelerator', () => {
  const picture = newPicture(2, 2);
  const resized = (engine: LadderEngine) => engine.accelerate?.((gpu) => gpu.resize(picture, 1, 1));
  const black = () => acceleratorOf({ resize: async (_, width, height) => newPicture(width, height) });
  const rungs = (accelerator: Accelerator, run = async () => goldenMatte()) => [
    tested('webgpu', () => ({ ...runnerOf(run), accelerator })),
    rung('wasm', () => runnerOf(() => answer(0.1))),
  ];

  it('does stages as soon as its network is open, and passed its own self-test', async () => {
    const verdicts = memory();
    const accelerator = acceleratorOf();
    const engine = ladder(rungs(accelerator), verdicts);
    expect(await resized(engine)).toBeUndefined();
    await engine.prepare('modnet');
    expect(accelerator.calls).toContain('makeCutout');
    expect(accelerator.calls.at(-1)).toBe('release');
    expect(await resized(engine)).toEqual(newPicture(1, 1));
    expect([...verdicts.known.keys()]).toContain('kernels kernels 1 adapter 1, runtime 1');
    expect(engine.skipped).toEqual([]);
  });

  it('is not tested again once it passed', async () => {
    const verdicts = memory();
    await ladder(rungs(acceleratorOf()), verdicts).prepare('modnet');
    const again = acceleratorOf();
    await ladder(rungs(again), verdicts).prepare('modnet');
    expect(again.calls).toEqual([]);
  });

  it('that is silently wrong is not used; the network is', async () => {
    const verdicts = memory();
    const reason = 'only the network runs there, for its resized picture is wrong (by 255 of 255)';
    for (const accelerator of [black(), black()]) {
      const engine = ladder(rungs(accelerator), verdicts);
      await engine.prepare('modnet');
      expect(await resized(engine)).toBeUndefined();
      expect(engine.backendOf('modnet')).toBe('webgpu');
      expect(engine.skipped).toEqual([{ network: 'modnet', backend: 'webgpu', reason }]);
    }
  });

  it('that throws in its self-test is not used, and tested again next time', async () => {
    const verdicts = memory();
    const engine = ladder(rungs(acceleratorOf({ makeCutout: failing('out of memory') })), verdicts);
    await engine.prepare('modnet');
    expect(engine.skipped).toEqual([
      { network: 'modnet', backend: 'webgpu', reason: 'only the network runs there, for out of memory' },
    ]);
    expect([...verdicts.known.keys()].some((key) => key.startsWith('kernels'))).toBe(false);
  });

  it('that fails in the middle is left for good, saying why', async () => {
    let works = true;
    const fragile = acceleratorOf({
      resize: async (...given) => (works ? acceleratorOf().resize(...given) : failing('lost')()),
    });
    const engine = ladder(rungs(fragile));
    await engine.prepare('modnet');
    works = false;
    expect(await resized(engine)).toBeUndefined();
    works = true;
    expect(await resized(engine)).toBeUndefined();
    expect(engine.skipped).toEqual([
      { network: 'modnet', backend: 'webgpu', reason: 'only the network runs there, for lost' },
    ]);
  });

  it('that can’t hold one picture does the next', async () => {
    const engine = ladder(rungs(acceleratorOf()));
    await engine.prepare('modnet');
    expect(await engine.accelerate?.(() => Promise.reject(new TooLarge()))).toBeUndefined();
    expect(engine.skipped).toEqual([]);
    expect(await resized(engine)).toBeDefined();
  });

  it('is left for an AbortError too: buffers of a lost device reject with one', async () => {
    const engine = ladder(rungs(acceleratorOf()));
    await engine.prepare('modnet');
    const lost = new DOMException('A valid external Instance reference no longer exists.', 'AbortError');
    expect(await engine.accelerate?.(() => Promise.reject(lost))).toBeUndefined();
    expect(engine.skipped).toEqual([
      { network: 'modnet', backend: 'webgpu', reason: expect.stringContaining('no longer exists') },
    ]);
  });

  it('frees what a job kept, whether it is trusted or not', async () => {
    for (const accelerator of [acceleratorOf(), black()]) {
      const engine = ladder(rungs(accelerator));
      await engine.prepare('modnet');
      accelerator.calls.length = 0;
      engine.release?.();
      expect(accelerator.calls).toEqual(['release']);
    }
  });

  it('of one device serves all networks on it: tested once, and kept where another network leaves', async () => {
    const accelerator = acceleratorOf();
    let runs = 0;
    const fragile = runnerOf(async () => (++runs === 1 ? goldenMatte() : failing('out of memory')()));
    const engine = createLadder({
      'portrait-s': [tested('webgpu', () => ({ ...runnerOf(goldenMatte), accelerator }))],
      modnet: [tested('webgpu', () => ({ ...fragile, accelerator })), rung('wasm', () => runnerOf(() => answer(0.1)))],
    });
    await engine.prepare('portrait-s');
    accelerator.calls.length = 0;
    await engine.prepare('modnet');
    expect(accelerator.calls).toEqual([]);
    await engine.infer('modnet', input);
    expect(engine.backendOf('modnet')).toBe('wasm');
    expect(await resized(engine)).toEqual(newPicture(1, 1));
  });

  it('goes when its network steps down', async () => {
    let runs = 0;
    const lost = async () => (++runs === 1 ? goldenMatte() : failing('device lost')());
    const engine = ladder(rungs(acceleratorOf(), lost));
    await engine.prepare('modnet');
    await engine.infer('modnet', input);
    expect(engine.backendOf('modnet')).toBe('wasm');
    expect(await resized(engine)).toBeUndefined();
  });
});

describe('a run that fails', () => {
  it('in the middle of a job has the job go on with the next rung', async () => {
    let runs = 0;
    const lost = runnerOf(() => (++runs === 1 ? answer(0.7) : failing('device lost')()));
    const engine = ladder([rung('webgpu', () => lost), rung('wasm', () => runnerOf(() => answer(0.1)))]);
    expect((await engine.infer('modnet', input)).data[0]).toBeCloseTo(0.7);
    expect((await engine.infer('modnet', input)).data[0]).toBeCloseTo(0.1);
    expect(engine.backendOf('modnet')).toBe('wasm');
    expect(engine.skipped).toEqual([{ network: 'modnet', backend: 'webgpu', reason: 'device lost' }]);
    await vi.waitFor(() => expect(lost.open).toBe(false));
  });

  it('for two jobs at once is one step down', async () => {
    const third = rung('remote', () => runnerOf(() => answer(0.9)));
    const engine = ladder([
      rung('webgpu', () => runnerOf(failing('device lost'))),
      rung('wasm', () => runnerOf(() => answer(0.1))),
      third,
    ]);
    const answers = await Promise.all([engine.infer('modnet', input), engine.infer('modnet', input)]);
    expect(answers.map(({ data }) => data[0])).toEqual([Math.fround(0.1), Math.fround(0.1)]);
    expect(engine.skipped).toHaveLength(1);
    expect(third.open).not.toHaveBeenCalled();
  });

  it('on every rung ends in no-backend, with each reason', async () => {
    const engine = ladder([
      rung('webgpu', failing('no adapter')),
      rung('wasm', () => runnerOf(failing('out of memory'))),
    ]);
    const error = await engine.infer('modnet', input).catch((thrown) => thrown);
    expect(error).toMatchObject({ name: 'CutoutError', code: 'no-backend' });
    expect(error.message).toContain('webgpu: no adapter');
    expect(error.message).toContain('wasm: out of memory');
    await expect(engine.infer('modnet', input)).rejects.toMatchObject({ code: 'no-backend' });
  });

  it('with no rung at all ends in no-backend, which says that', async () => {
    await expect(ladder([]).infer('modnet', input)).rejects.toMatchObject({
      code: 'no-backend',
      facts: ['none is offered'],
    });
  });
});

it('a network is opened once for jobs that start together', async () => {
  let open = () => {};
  const opening = new Promise<void>((resolve) => {
    open = resolve;
  });
  const only = rung('wasm', async () => {
    await opening;
    return runnerOf(() => answer(0.1));
  });
  const engine = ladder([only]);
  const jobs = [engine.prepare('modnet'), engine.infer('modnet', input), engine.infer('modnet', input)];
  open();
  await Promise.all(jobs);
  expect(only.open).toHaveBeenCalledOnce();
});

describe('an abort', () => {
  it('before a run has nothing opened', async () => {
    const only = rung('wasm', () => runnerOf(() => answer(0.1)));
    await expect(ladder([only]).infer('modnet', input, AbortSignal.abort())).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(only.open).not.toHaveBeenCalled();
  });

  it('is no failure of the rung', async () => {
    const runner = runnerOf(() => Promise.reject(AbortSignal.abort().reason));
    const engine = ladder([rung('webgpu', () => runner), rung('wasm', () => runnerOf(() => answer(0.1)))]);
    await expect(engine.infer('modnet', input)).rejects.toMatchObject({ name: 'AbortError' });
    expect(engine.backendOf('modnet')).toBe('webgpu');
    expect(engine.skipped).toEqual([]);
  });
});

describe('dispose', () => {
  it('gives every runner back', async () => {
    const runners = [runnerOf(() => answer(0)), runnerOf(() => answer(0))];
    const engine = createLadder({
      modnet: [rung('wasm', () => runners[0])],
      lite: [rung('wasm', () => runners[1])],
    });
    await engine.infer('modnet', input);
    await engine.infer('lite', input);
    await engine.dispose();
    expect(runners.map(({ open }) => open)).toEqual([false, false]);
  });

  it('does nothing before anything was opened; later the engine opens anew', async () => {
    const only = rung('wasm', () => runnerOf(() => answer(0.1)));
    const engine = ladder([only]);
    await engine.dispose();
    await engine.infer('modnet', input);
    await engine.dispose();
    await engine.infer('modnet', input);
    expect(only.open).toHaveBeenCalledTimes(2);
  });
});
