import type { Size } from '../geometry.ts';

/**
 * The rows of a picture or a matte, of which not all need to be in memory: row `y` is row `rowOf(rows, y)` of `data`. A `Picture`
 * and a `Matte` are `Rows` with all of them.
 */
export interface Rows extends Size {
  /** Row-major bytes. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  /** Where the latest rows are in memory, how many: each is in the place of the one so many rows above it. */
  readonly kept?: number;
  /** Where rows that follow one another are in memory, the first of them. */
  readonly top?: number;
}

/** Which row of `data` the row `y` is. */
export const rowOf = ({ kept, top = 0 }: Rows, y: number): number => (kept === undefined ? y - top : y % kept);

/** Room for the latest `kept` rows of a picture or, with one channel, a matte. */
export const newRows = ({ width, height }: Size, channels: 1 | 4, kept: number): Rows => ({
  width,
  height,
  kept: Math.min(kept, height),
  data: new Uint8ClampedArray(width * Math.min(kept, height) * channels),
});
