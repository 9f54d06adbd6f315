/** So many pictures of small batches go before one of a large batch. */
const WEIGHT = 8;

/** For how long after a picture of a small batch its next one is waited for, in milliseconds: it has to come through the queue. */
const GRACE_MS = 1000;

/** How long a picture of a large batch waits at most, and after how long one of a small batch is taken for dead, in milliseconds. */
const MOST_MS = 60_000;

/** How often who waits looks again, in milliseconds. */
const LOOK_MS = 10;

/** Who goes first in an isolate. */
export interface Precedence {
  /** Works on a picture. One of a large batch first lets pictures of small batches pass that this isolate is given meanwhile. */
  run<Result>(isSmall: boolean, work: () => Promise<Result>): Promise<Result>;
}

/**
 * Weighted turns of small and large batches in one isolate: `WEIGHT` pictures of small batches, then one of a large batch, however many
 * of those wait. Large ones always go on: none waits longer than `MOST_MS`.
 *
 * Who waits looks at shared numbers and awaits no other's promise, which would never settle where the other's invocation was ended.
 *
 * @param now the time in milliseconds, and how to wait; those of the runtime by default.
 */
export function createPrecedence(
  now: () => number = Date.now,
  wait = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms)),
): Precedence {
  /** When each picture of a small batch that is worked on was begun. */
  const begun = new Set<{ readonly at: number }>();
  /** How many pictures of small batches ended since one of a large batch went. */
  let ended = 0;
  let lastAt = Number.NEGATIVE_INFINITY;
  const isSmallNear = () => [...begun].some(({ at }) => now() - at < MOST_MS) || now() - lastAt < GRACE_MS;
  return {
    async run(isSmall, work) {
      if (!isSmall) {
        const since = now();
        while (isSmallNear() && ended < WEIGHT && now() - since < MOST_MS) await wait(LOOK_MS);
        ended = 0;
        return work();
      }
      const mine = { at: now() };
      begun.add(mine);
      try {
        return await work();
      } finally {
        begun.delete(mine);
        ended++;
        lastAt = now();
      }
    },
  };
}
