import { type Accelerator, TooLarge } from './accelerator.ts';

/** Gives work to the accelerator in use. An accelerator that fails once gets no more work. */
export interface Acceleration {
  /** Gives the result of `work`; undefined where no accelerator is in use, or it failed, or the picture is too large. */
  run<Result>(work: (accelerator: Accelerator) => Promise<Result>): Promise<Result | undefined>;
  /** @param onFault told why it was left. */
  use(accelerator: Accelerator | undefined, onFault?: (reason: string) => void): void;
}

/** No accelerator is in use at first. */
export function createAcceleration(): Acceleration {
  let used: Accelerator | undefined;
  let tell: ((reason: string) => void) | undefined;
  return {
    async run(work) {
      const accelerator = used;
      if (!accelerator) return undefined;
      try {
        return await work(accelerator);
      } catch (thrown) {
        // Never the person's abort, though a buffer of a lost device rejects with an AbortError.
        if (thrown instanceof TooLarge) return undefined;
        if (used === accelerator) used = undefined;
        tell?.(thrown instanceof Error ? thrown.message : String(thrown));
        return undefined;
      }
    },
    use(accelerator, onFault) {
      used = accelerator;
      tell = onFault;
    },
  };
}
