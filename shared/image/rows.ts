import type { Size } from './geometry.ts';

/**
 * The rows of a picture or a matte, of which not all need to be in memory: row `y` is the one at `rowOf(rows, y)` of `data`. A
 * `Picture` and a `Matte` are `Rows` with all of them.
 */
export interface Rows extends Size {
  /** Row-major bytes. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  /** How many rows are in memory, each in the place of the one so many rows above it; all of them where it is left out. */
  readonly kept?: number;
}

/** Which row of `data` the row `y` is. */
export const rowOf = ({ kept }: Rows, y: number): number => (kept === undefined ? y : y % kept);

/** Room for the latest `kept` rows of a picture or, with one channel, a matte. */
export const newRows = ({ width, height }: Size, channels: 1 | 4, kept: number): Rows => ({
  width,
  height,
  kept: Math.min(kept, height),
  data: new Uint8ClampedArray(width * Math.min(kept, height) * channels),
});
