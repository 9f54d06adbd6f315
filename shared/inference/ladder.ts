import { CutoutError, isAbort, isUnfetched } from '../errors.ts';
import type { Tensor } from '../image/picture.ts';
import { reason } from '../reasons.ts';
import { type Signal, unlessAborted } from '../signal.ts';
import { createAcceleration } from './acceleration.ts';
import type { Accelerator } from './accelerator.ts';
import type { Artifact, Network } from './catalog.ts';
import type { Backend, Engine } from './engine.ts';
import type { Answer, Runner } from './runner.ts';
import { isFlat, secondOpinion } from './second-opinion.ts';
import { selfTest } from './self-test.ts';
import { Overdue, withinTime } from './time-limit.ts';

/** The default limit for one answer of a GPU. A GPU that takes longer counts as hung. */
export const TIME_LIMIT_MS = 30_000;

/** One way to run a network. */
export interface Rung {
  readonly backend: Backend;
  readonly artifact: Artifact;
  /** Opens the network; throws when this device can't. */
  open(): Promise<Runner>;
  /**
   * What the self-test's verdict is valid for: adapter, driver, version of the runtime. A rung without one is the reference, which
   * is not tested.
   */
  identity?(): Promise<string>;
  /** The test of a network of one's own, in place of the self-test. Its failures say nothing about the backend. */
  readonly ownTest?: typeof selfTest;
}

/** Remembers self-test verdicts between sessions: `''` passed, anything else the reason it failed. */
export interface Verdicts {
  get(key: string): Promise<string | undefined>;
  set(key: string, verdict: string): Promise<void>;
}

/** A backend that is not used for a network, and why. */
export interface Skipped {
  readonly network: Network;
  readonly backend: Backend;
  readonly reason: string;
}

/** An engine that falls back from rung to rung of a ladder of backends, for each network separately. */
export interface LadderEngine extends Engine {
  readonly skipped: readonly Skipped[];
  /** Frees a network, where it is open; its next use opens it anew. */
  close(network: Network): Promise<void>;
}

/**
 * Creates an engine that tries the rungs of each network in order, fastest first.
 *
 * - A rung is no longer used after it can't be opened, fails its self-test, fails in the middle of a job, or does not answer within `timeLimitMs`.
 *   The job continues with the next rung.
 * - The same applies if its matte is flat although the reference's is not: a GPU may be wrong at sizes other than the self-test's.
 * - The reference has no time limit.
 * - If one network no longer uses a GPU, networks that are opened later don't try it.
 * - If none of a network's rungs works, and the file of one could not be fetched or was not the catalog's, the job fails, and the next one tries all again.
 * - If a network of the person's own hangs in a job, none of its rungs is used any more: it would hang on the next as well.
 */
export function createLadder(
  rungs: Readonly<Partial<Record<Network, readonly Rung[]>>>,
  verdicts?: Verdicts,
  timeLimitMs = TIME_LIMIT_MS,
): LadderEngine {
  const skipped: Skipped[] = [];
  const current: Partial<Record<Network, number>> = {};
  const open: Partial<Record<Network, Promise<Runner>>> = {};
  /** Networks with a rung whose file could not be fetched or was a wrong one: the right one may be there the next time. */
  const unfetched = new Set<Network>();
  const acceleration = createAcceleration();
  /** The last that was opened, trusted or not: its network keeps outputs there either way. */
  let accelerator: Accelerator | undefined;
  let acceleratedBy: Rung | undefined;
  let isDisposed = false;

  const currentRung = (network: Network): Rung | undefined => rungs[network]?.[current[network] ?? 0];

  const rungOf = (network: Network): Rung => {
    const rung = currentRung(network);
    if (rung) return rung;
    const own = skipped.filter((one) => one.network === network);
    const reasons = own.map(({ backend, reason }) => `${backend}: ${reason}`).join('; ') || 'none is offered';
    if (unfetched.has(network)) current[network] = 0;
    throw new CutoutError('no-backend', `No way to run the network works on this device (${reasons}).`, {
      facts: [reasons],
    });
  };

  /** The current rung, or the last one if none is left. */
  const describedBy = (network: Network): Rung => currentRung(network) ?? rungs[network]?.at(-1) ?? rungOf(network);

  const passOver = (network: Network): void => {
    current[network] = (current[network] ?? 0) + 1;
  };

  const stepDown = (network: Network, rung: Rung, thrown: unknown): void => {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    if (currentRung(network) !== rung) return;
    skipped.push({ network, backend: rung.backend, reason: why });
    passOver(network);
    if (isUnfetched(thrown)) unfetched.add(network);
    else if (rung.identity && !rung.ownTest) {
      for (const other of Object.keys(rungs) as Network[])
        if (!open[other] && currentRung(other)?.backend === rung.backend) passOver(other);
    }
    const abandoned = open[network];
    delete open[network];
    if (rung === acceleratedBy) acceleration.use(undefined);
    abandoned?.then((runner) => runner.dispose()).catch(() => {});
  };

  const openRung = async (network: Network, rung: Rung): Promise<Runner> => {
    const runner = await openTested(rung, timeLimitMs, verdicts);
    // Networks on one device share it.
    if (runner.accelerator && runner.accelerator !== accelerator) {
      accelerator = runner.accelerator;
      acceleratedBy = rung;
      const leave = (fault: string) =>
        skipped.push({ network, backend: rung.backend, reason: reason('stages', fault) });
      const fault = await faultOf(rung, accelerator, verdicts);
      if (fault) leave(fault);
      else acceleration.use(accelerator, leave);
    }
    return runner;
  };

  const runnerOf = async (network: Network): Promise<[Rung, Runner]> => {
    if (!current[network] && unfetched.delete(network))
      skipped.splice(0, skipped.length, ...skipped.filter((one) => one.network !== network));
    for (;;) {
      const rung = rungOf(network);
      try {
        open[network] ??= openRung(network, rung);
        return [rung, await open[network]];
      } catch (thrown) {
        if (isDisposed) throw thrown;
        stepDown(network, rung, thrown);
      }
    }
  };

  /** A network of the person's own runs in a thread of its own. The others share one runtime, which does one thing at a time. */
  const isApart = (network: Network): boolean => rungs[network]?.[0]?.ownTest !== undefined;

  /** An aborted opening continues in the background; it is awaited only if the next job would interfere with it. */
  const heard = (network: Network, signal: Signal | undefined): Promise<[Rung, Runner]> =>
    isApart(network) ? unlessAborted(runnerOf(network), signal) : runnerOf(network);

  const close = async (network: Network): Promise<void> => {
    const runner = open[network];
    delete open[network];
    await runner?.then((opened) => opened.dispose()).catch(() => {});
  };

  return {
    skipped,
    backendOf: (network) => describedBy(network).backend,
    inputOf: (network) => describedBy(network).artifact.input,
    async prepare(network, signal) {
      const [rung] = await heard(network, signal);
      return rung.backend;
    },
    async infer(network, input, signal, masks): Promise<Answer> {
      for (;;) {
        signal?.throwIfAborted();
        const [rung, runner] = await heard(network, signal);
        signal?.throwIfAborted();
        try {
          const answer = await runner.run(input, masks, signal);
          const reference = rung.identity && isFlat(answer) && rungs[network]?.find(({ identity }) => !identity);
          const better = reference && (await secondOpinion(reference.open, input));
          if (better) stepDown(network, rung, new Error(reason('flat-here')));
          return better || answer;
        } catch (thrown) {
          if (isAbort(thrown)) {
            // Its thread has ended; opening another takes its own time.
            if (isApart(network)) void close(network);
            throw thrown;
          }
          stepDown(network, rung, thrown);
          if (rung.ownTest && thrown instanceof Overdue) current[network] = rungs[network]?.length ?? 0;
        }
      }
    },
    accelerate: acceleration.run,
    release: () => accelerator?.release(),
    close,
    async dispose() {
      isDisposed = true;
      acceleration.use(undefined);
      const opened = Object.entries(open) as [Network, Promise<Runner>][];
      for (const [network] of opened) delete open[network];
      for (const [network, runner] of opened) {
        const closed = runner.then((one) => one.dispose()).catch(() => {});
        if (!isApart(network)) await closed;
      }
    },
  };
}

/**
 * Opens a rung. A rung with a self-test must pass it, now or earlier under the same identity.
 *
 * @throws Error that says what is wrong with it.
 */
export async function openTested(rung: Rung, timeLimitMs: number, verdicts?: Verdicts): Promise<Runner> {
  if (!rung.identity) return rung.open();
  const identity = await withinTime(rung.identity(), timeLimitMs);
  const key = `${rung.backend} ${rung.artifact.sha256} ${identity}`;
  const known = await verdicts?.get(key);
  if (known) throw new Error(known);
  const opened = await rung.open().catch(async (thrown: unknown) => {
    // A network of the person's own is the cause itself, not the backend.
    if (rung.ownTest && thrown instanceof Overdue) await verdicts?.set(key, thrown.message);
    throw thrown;
  });
  const runner = limited(opened, timeLimitMs);
  if (known === '') return runner;
  try {
    const fault = await (rung.ownTest ?? selfTest)(runner, rung.artifact).catch(overdueAsFault);
    await verdicts?.set(key, fault ?? '');
    if (fault) throw new Error(fault);
    return runner;
  } catch (thrown) {
    await runner.dispose().catch(() => {});
    throw thrown;
  }
}

/** The fault of a rung's accelerator, `''` if there is none: found now, or earlier under the same identity. */
async function faultOf(rung: Rung, accelerator: Accelerator, verdicts?: Verdicts): Promise<string> {
  const key = `kernels ${accelerator.id} ${await rung.identity?.()}`;
  const known = await verdicts?.get(key);
  if (known !== undefined) return known;
  try {
    const fault = (await accelerator.test()) ?? '';
    await verdicts?.set(key, fault);
    return fault;
  } catch (thrown) {
    // It may be temporary.
    return thrown instanceof Error ? thrown.message : String(thrown);
  } finally {
    accelerator.release();
  }
}

/** A device that hung once is assumed to hang again; any other error may be temporary. */
function overdueAsFault(thrown: unknown): string {
  if (thrown instanceof Overdue) return thrown.message;
  throw thrown;
}

/** The same runner with a time limit. A runner that hangs is freed when it answers after all. */
function limited(runner: Runner, timeLimitMs: number): Runner {
  const running = new Set<Promise<Tensor>>();
  return {
    ...runner,
    run(input, masks, signal) {
      const run = runner.run(input, masks, signal);
      running.add(run);
      run.catch(() => {}).then(() => running.delete(run));
      return withinTime(run, timeLimitMs);
    },
    async dispose() {
      if (running.size === 0) return runner.dispose();
      Promise.allSettled(running)
        .then(() => runner.dispose())
        .catch(() => {});
    },
  };
}
