import type { Signal } from './signal.ts';

/**
 * Work cut into steps: yields its progress 0..1 between steps and returns its result. Pure computation stays
 * synchronous and testable; the host decides when to breathe.
 */
export type Steps<Result> = Generator<number, Result, void>;

const SLICE_MS = 40;

/** Lets the host's event loop turn once, so that messages (a cancel, say) arrive. */
const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/**
 * Runs steps to their end, breathing about every 40 ms.
 *
 * @throws whatever `signal` throws once it is aborted.
 */
export async function drive<Result>(
  steps: Steps<Result>,
  signal?: Signal,
  onProgress?: (fraction: number) => void,
): Promise<Result> {
  let sliceEnds = Date.now() + SLICE_MS;
  for (;;) {
    signal?.throwIfAborted();
    const step = steps.next();
    if (step.done) return step.value;
    if (Date.now() < sliceEnds) continue;
    onProgress?.(step.value);
    await breathe();
    sliceEnds = Date.now() + SLICE_MS;
  }
}

/**
 * For work that waits between its steps by itself: to be awaited between two of them. It breathes about every 40 ms.
 *
 * @throws whatever `signal` throws once it is aborted.
 */
export function pacer(signal?: Signal): () => Promise<void> {
  let sliceEnds = Date.now() + SLICE_MS;
  return async () => {
    signal?.throwIfAborted();
    if (Date.now() < sliceEnds) return;
    await breathe();
    sliceEnds = Date.now() + SLICE_MS;
  };
}

/** A part of longer work: its progress told as going from one fraction to another. */
export function* within<Result>(from: number, to: number, steps: Steps<Result>): Steps<Result> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    yield from + (to - from) * step.value;
  }
}

/** Runs steps to their end at once. */
export function runToEnd<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
