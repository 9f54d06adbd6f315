/** So many pictures of small batches go before one of a large batch. */
const WEIGHT = 8;

/** For how long after a picture of a small batch its next one is waited for, in milliseconds: it has to come through the queue. */
const GRACE_MS = 250;

/** How often who waits looks again, in milliseconds. */
const LOOK_MS = 10;

/** Who goes first in an isolate. */
export interface Precedence {
  /** Works on a picture. One of a large batch first lets up to `WEIGHT` pictures of small batches pass that this isolate is given meanwhile. */
  run<Result>(isSmall: boolean, work: () => Promise<Result>): Promise<Result>;
}

/**
 * Weighted turns of small and large batches in one isolate. Large ones always go on: each of their pictures waits for so many, and no more.
 *
 * @param now the time in milliseconds, and how to wait; those of the runtime by default.
 */
export function createPrecedence(
  now: () => number = Date.now,
  wait = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms)),
): Precedence {
  let [inHand, ended, lastAt] = [0, 0, Number.NEGATIVE_INFINITY];
  const isSmallNear = () => inHand > 0 || now() - lastAt < GRACE_MS;
  return {
    async run(isSmall, work) {
      if (!isSmall) {
        const before = ended;
        while (isSmallNear() && ended - before < WEIGHT) await wait(LOOK_MS);
        return work();
      }
      inHand++;
      try {
        return await work();
      } finally {
        inHand--;
        ended++;
        lastAt = now();
      }
    },
  };
}
