/** The part of an `AbortSignal` that the core reads; every host's own `AbortSignal` fits. */
export interface Signal {
  readonly aborted: boolean;
  throwIfAborted(): void;
  /** Where it is there, an abort is heard in the middle of a wait, too. */
  addEventListener?(type: 'abort', listener: () => void): void;
  removeEventListener?(type: 'abort', listener: () => void): void;
}

/**
 * Waits for `work` until it is done or `signal` is aborted. The work itself goes on.
 *
 * @throws whatever the signal throws once aborted.
 */
export const unlessAborted = <Result>(work: Promise<Result>, signal: Signal | undefined): Promise<Result> =>
  new Promise((resolve, reject) => {
    const onAbort = () => {
      try {
        signal?.throwIfAborted();
      } catch (thrown) {
        reject(thrown);
      }
    };
    onAbort();
    signal?.addEventListener?.('abort', onAbort);
    work.then(resolve, reject).finally(() => signal?.removeEventListener?.('abort', onAbort));
  });
