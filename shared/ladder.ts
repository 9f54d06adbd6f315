import type { Artifact, Network } from './catalog.ts';
import type { Backend, Engine } from './engine.ts';
import { CutoutError, isAbort } from './errors.ts';
import type { Tensor } from './picture.ts';
import type { Runner } from './runner.ts';
import { selfTest } from './selftest.ts';

/** One way to run a network. */
export interface Rung {
  readonly backend: Backend;
  readonly artifact: Artifact;
  /** Opens the network; throws when this device can't. */
  open(): Promise<Runner>;
  /**
   * What the self-test's verdict holds for (adapter, driver, runtime version); a rung without one is the reference
   * itself and not tested.
   */
  identity?(): Promise<string>;
}

/** Remembers self-test verdicts between sessions: `''` passed, anything else the reason it failed. */
export interface Verdicts {
  get(key: string): Promise<string | undefined>;
  set(key: string, verdict: string): Promise<void>;
}

/** A backend that was passed over, and why. */
export interface Skipped {
  readonly backend: Backend;
  readonly reason: string;
}

export interface LadderEngine extends Engine {
  /** Opens and self-tests `network`'s best backend without running it. */
  prepare(network: Network): Promise<void>;
  readonly skipped: readonly Skipped[];
}

/**
 * An engine that tries each network's rungs in order, fastest first. A rung that can't be opened, fails its self-test or
 * fails in the middle of a job is left for good; the job goes on with the next.
 */
export function createLadder(rungs: Readonly<Record<Network, readonly Rung[]>>, verdicts?: Verdicts): LadderEngine {
  const skipped: Skipped[] = [];
  const standing: Record<Network, number> = { portrait: 0, lite: 0 };
  const open: Partial<Record<Network, Promise<Runner>>> = {};

  const rungOf = (network: Network): Rung => {
    const rung = rungs[network][standing[network]];
    if (rung) return rung;
    const reasons = skipped.map(({ backend, reason }) => `${backend}: ${reason}`).join('; ');
    throw new CutoutError(
      'no-backend',
      `No way to run the network works on this device (${reasons || 'none is offered'}).`,
    );
  };

  const stepDown = (network: Network, rung: Rung, thrown: unknown): void => {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    if (rungs[network][standing[network]] !== rung) return;
    skipped.push({ backend: rung.backend, reason });
    standing[network]++;
    const abandoned = open[network];
    delete open[network];
    abandoned?.then((runner) => runner.dispose()).catch(() => {});
  };

  const runnerOf = async (network: Network): Promise<[Rung, Runner]> => {
    for (;;) {
      const rung = rungOf(network);
      try {
        open[network] ??= openTested(rung, verdicts);
        return [rung, await open[network]];
      } catch (thrown) {
        stepDown(network, rung, thrown);
      }
    }
  };

  return {
    skipped,
    backendOf: (network) => rungOf(network).backend,
    inputOf: (network) => rungOf(network).artifact.input,
    async prepare(network) {
      await runnerOf(network);
    },
    async infer(network, input, signal): Promise<Tensor> {
      for (;;) {
        signal?.throwIfAborted();
        const [rung, runner] = await runnerOf(network);
        signal?.throwIfAborted();
        try {
          return await runner.run(input);
        } catch (thrown) {
          if (isAbort(thrown)) throw thrown;
          stepDown(network, rung, thrown);
        }
      }
    },
    async dispose() {
      const runners = Object.values(open);
      delete open.portrait;
      delete open.lite;
      for (const runner of runners) await runner.then((opened) => opened.dispose()).catch(() => {});
    },
  };
}

/** Opens a rung; a tested one only stands after its self-test passed, now or before under the same identity. */
async function openTested(rung: Rung, verdicts?: Verdicts): Promise<Runner> {
  const identity = await rung.identity?.();
  const key = identity && `${rung.backend} ${rung.artifact.sha256} ${identity}`;
  const known = key ? await verdicts?.get(key) : undefined;
  if (known) throw new Error(known);
  const runner = await rung.open();
  if (!key || known === '') return runner;
  try {
    const fault = await selfTest(runner, rung.artifact);
    await verdicts?.set(key, fault ?? '');
    if (fault) throw new Error(fault);
    return runner;
  } catch (thrown) {
    await runner.dispose().catch(() => {});
    throw thrown;
  }
}
