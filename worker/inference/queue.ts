/** Thrown to a job that finds the queue full, or whose turn does not come in time. */
export class QueueFull extends Error {}

export interface QueueLimits {
  /** Most jobs that wait beside the one that runs. */
  readonly waiting: number;
  /** How long a job waits for its turn, in milliseconds. */
  readonly waitMs: number;
  /** After how long a running job is taken for dead (its request was ended from outside), in milliseconds. */
  readonly holdMs: number;
}

export interface Queue {
  /**
   * Runs `job` when its turn has come: one at a time, first come first served.
   *
   * @throws QueueFull at once when too many wait, or when the turn does not come in time; whatever `job` throws.
   */
  run<Result>(job: () => Promise<Result>): Promise<Result>;
}

/** Who has the turn, since when. */
interface Turn {
  readonly since: number;
}

/** A short queue before something that can do one job at a time. */
export function createQueue({ waiting: most, waitMs, holdMs }: QueueLimits): Queue {
  const waiting: ((turn: Turn) => void)[] = [];
  let current: Turn | undefined;
  const begin = (): Turn => {
    current = { since: Date.now() };
    return current;
  };

  const wait = (): Promise<Turn> =>
    new Promise((resolve, reject) => {
      const go = (turn: Turn) => {
        clearTimeout(timer);
        resolve(turn);
      };
      const timer = setTimeout(() => {
        const place = waiting.indexOf(go);
        if (place < 0) return;
        waiting.splice(place, 1);
        reject(new QueueFull());
      }, waitMs);
      waiting.push(go);
    });

  return {
    async run(job) {
      const isFree = !current || Date.now() - current.since > holdMs;
      if (!isFree && waiting.length >= most) throw new QueueFull();
      const turn = isFree ? begin() : await wait();
      try {
        return await job();
      } finally {
        // A job that was taken for dead, and is not, has no turn to give.
        if (current === turn) {
          current = undefined;
          const next = waiting.shift();
          if (next) next(begin());
        }
      }
    },
  };
}
