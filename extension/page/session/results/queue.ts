/** Whoever waits for a turn. */
export interface Waiting {
  readonly signal: AbortSignal;
  /** Told how many are before it, and again whenever that changes; 0 when its turn has come. */
  onPlace(before: number): void;
}

/** Does work one after the other, in the order it came. */
export interface Queue {
  /**
   * Does `work` when its turn has come. What one work throws does not stop the next; aborting takes it out of the line.
   *
   * @throws what `work` throws, or the signal's reason while it waits.
   */
  run<Result>(work: () => Promise<Result>, waiting: Waiting): Promise<Result>;
}

/** A queue that runs one piece of work at a time, in the order they came. */
export function createQueue(): Queue {
  const line: { start(): void; onPlace(before: number): void }[] = [];
  return {
    async run(work, { signal, onPlace }) {
      signal.throwIfAborted();
      let start = () => {};
      const turn = new Promise<void>((resolve, reject) => {
        start = resolve;
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
      const entry = { start, onPlace };
      line.push(entry);
      onPlace(line.length - 1);
      if (line.length === 1) start();
      try {
        await turn;
        return await work();
      } finally {
        const place = line.indexOf(entry);
        line.splice(place, 1);
        for (const [i, behind] of line.entries()) if (i >= place) behind.onPlace(i);
        line[0]?.start();
      }
    },
  };
}
