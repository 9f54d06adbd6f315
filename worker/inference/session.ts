/**
 * Most pixels of the input of the network that draws the matte: the runtime's memory ends at 48 MiB, and an accepted
 * request still fits the isolate.
 */
export const DRAWER_INPUT_PIXELS = 320 * 320;

/**
 * Memory is given back, not kept for the next run. Weights stay in their eight bits: an optimised graph holds them in
 * single precision, which takes 10 to 20 MiB more and is no faster here.
 */
export const SMALL_SESSION = {
  graphOptimizationLevel: 'disabled',
  enableCpuMemArena: false,
  enableMemPattern: false,
} as const;

/** Most parts of a picture in strips that are looked at by themselves: the colours of each are held until its last row. */
export const PARTS_IN_STRIPS = 2;
