/**
 * Most pixels of the input of the network that draws the matte: the runtime's memory ends at 58 MiB, and an accepted
 * request still fits the isolate.
 */
export const DRAWER_INPUT_PIXELS = 512 * 512;

/** Memory is given back, not kept for the next run. */
export const DRAWER_SESSION = {
  enableCpuMemArena: false,
  enableMemPattern: false,
} as const;
