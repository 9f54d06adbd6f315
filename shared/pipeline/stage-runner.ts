import type { Accelerator } from '../inference/accelerator.ts';
import type { Engine } from '../inference/engine.ts';
import type { Signal } from '../signal.ts';
import { drive, type Steps } from '../steps.ts';
import type { OnProgress, Stage, Timings } from './stages.ts';

/** Runs the stages of one job: it reports progress, takes the time, and hears an abort. */
export interface StageRunner {
  readonly milliseconds: Timings;
  readonly signal: Signal | undefined;
  readonly report: OnProgress;
  /**
   * Does a part of a stage's work.
   *
   * @param part where in the stage it begins and ends, as fractions.
   * @param accelerated the same work on a GPU; done in place of `work` where one can.
   * @returns what the work gives.
   * @throws whatever the signal throws once aborted.
   */
  run<Result>(
    stage: Stage,
    part: readonly [number, number],
    work: Promise<Result> | Steps<Result> | (() => Result),
    accelerated?: (accelerator: Accelerator) => Promise<Result>,
  ): Promise<Result>;
}

/**
 * Runs the stages of one job.
 *
 * @param signal heard between stages and inside of each.
 * @param report told each stage's progress.
 */
export function createStageRunner(
  engine: Engine,
  signal: Signal | undefined,
  report: OnProgress = () => {},
): StageRunner {
  const milliseconds: Timings = {};
  return {
    milliseconds,
    signal,
    report,
    async run(stage, [from, to], work, accelerated) {
      const started = Date.now();
      const reportPart = (fraction: number) => report(stage, from + (to - from) * fraction);
      reportPart(0);
      const done = async () => {
        if (typeof work === 'function') return work();
        return work instanceof Promise ? work : drive(work, signal, reportPart);
      };
      const result = (accelerated && (await engine.accelerate?.(accelerated))) ?? (await done());
      signal?.throwIfAborted();
      reportPart(1);
      milliseconds[stage] = (milliseconds[stage] ?? 0) + Date.now() - started;
      return result;
    },
  };
}
