/** Thrown to a job that finds the queue full, or whose turn does not come in time. */
export class QueueFull extends Error {}

/** How long a queue may get. */
export interface QueueLimits {
  /** Most jobs that wait beside the one that runs. */
  readonly waiting: number;
  /** How long a job waits for its turn, in milliseconds. */
  readonly waitMs: number;
  /** After how long a running job is taken for dead (its request was ended from outside), in milliseconds. */
  readonly holdMs: number;
}

/** A queue for the one engine of an isolate. */
export interface Queue {
  /**
   * Runs `job` when its turn has come: one at a time, first come first served. Who leaves while waiting leaves the place.
   *
   * @param client aborted when whoever asked has left.
   * @throws QueueFull at once when too many wait, or when the turn does not come in time; the reason of `client`; whatever `job` throws.
   */
  run<Result>(job: () => Promise<Result>, client?: AbortSignal): Promise<Result>;
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

  const wait = (client: AbortSignal | undefined): Promise<Turn> =>
    new Promise((resolve, reject) => {
      const go = (turn: Turn) => {
        clearTimeout(timer);
        client?.removeEventListener('abort', left);
        resolve(turn);
      };
      const leave = (reason: unknown) => {
        const place = waiting.indexOf(go);
        if (place >= 0) waiting.splice(place, 1);
        clearTimeout(timer);
        reject(reason);
      };
      const left = () => leave(client?.reason);
      const timer = setTimeout(() => leave(new QueueFull()), waitMs);
      client?.addEventListener('abort', left);
      waiting.push(go);
    });

  return {
    async run(job, client) {
      client?.throwIfAborted();
      const isFree = !current || Date.now() - current.since > holdMs;
      if (!isFree && waiting.length >= most) throw new QueueFull();
      const turn = isFree ? begin() : await wait(client);
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
