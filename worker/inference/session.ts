/**
 * Most pixels of portrait's input: with 256 × 256 the runtime's memory ends at 58 MiB, with 384 × 384 an accepted
 * request would no longer fit the isolate.
 */
export const PORTRAIT_INPUT_PIXELS = 256 * 256;

/** Portrait's weights stay eight-bit in memory: folded to floats, the session alone would take 100 MiB. */
export const PORTRAIT_SESSION = {
  graphOptimizationLevel: 'disabled',
  enableCpuMemArena: false,
  enableMemPattern: false,
} as const;
