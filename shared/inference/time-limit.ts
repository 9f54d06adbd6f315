import { reason } from '../reasons.ts';

/** Thrown where something takes longer than it may. */
export class Overdue extends Error {}

/**
 * Waits for `work`, but no longer than `milliseconds`. Work that takes longer is not stopped.
 *
 * @throws Overdue “it did not answer in … s”.
 */
export async function withinTime<Result>(work: Promise<Result>, milliseconds: number): Promise<Result> {
  let timer: unknown;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Overdue(reason('overdue', milliseconds / 1000))), milliseconds);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    // Hosts disagree on what a timer is.
    clearTimeout(timer as never);
  }
}
