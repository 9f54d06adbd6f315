import { MAX_HELD_BYTES } from '../limits.ts';
import { ProblemError } from '../problems.ts';

/** Longer than any request lasts: what is held since before then was left by one that was ended from outside. */
const STALE_MS = 60_000;

/** The bytes that one request holds. */
export interface Holding {
  readonly since: number;
  bytes: number;
}

const holdings = new Set<Holding>();

/** Begins to count what a request holds; end it with `letGo`. */
export function hold(): Holding {
  const holding = { since: Date.now(), bytes: 0 };
  holdings.add(holding);
  return holding;
}

export const letGo = (holding: Holding): void => {
  holdings.delete(holding);
};

/**
 * Counts more bytes to a holding.
 *
 * @throws ProblemError `busy` when the isolate's requests together would hold too much.
 */
export function add(holding: Holding, bytes: number): void {
  holding.bytes += bytes;
  let sum = 0;
  for (const one of holdings) {
    if (Date.now() - one.since > STALE_MS) holdings.delete(one);
    else sum += one.bytes;
  }
  if (sum > MAX_HELD_BYTES) {
    throw new ProblemError('busy', 'Too many pictures are being sent at once; wait 2 seconds and try again.', {
      'Retry-After': '2',
    });
  }
}
