import type { Plane } from './planes.ts';

/** Room for the two rows of differences of colour, blended. */
export interface Scratch {
  readonly blended: Int32Array;
  readonly rows: readonly Uint8ClampedArray[];
}

export const newScratch = (width: number): Scratch => ({
  blended: new Int32Array(width + 2),
  rows: [new Uint8ClampedArray(width), new Uint8ClampedArray(width)],
});

/**
 * Writes one row of a picture as RGBA.
 *
 * @param x where it begins in the planes, in pixels; `y` likewise.
 */
export function writeRow(
  planes: readonly Plane[],
  isLuma: boolean,
  x: number,
  y: number,
  width: number,
  to: Uint8ClampedArray,
  at: number,
  { blended, rows }: Scratch,
): void {
  const [first, second, third] = planes;
  const start = (y % first.kept) * first.width + x;
  if (!second) {
    for (let i = 0, p = at; i < width; i++, p += 4) {
      to[p] = to[p + 1] = to[p + 2] = first.data[start + i];
      to[p + 3] = 255;
    }
    return;
  }
  enlarge(second, x, y, width, blended, rows[0]);
  enlarge(third, x, y, width, blended, rows[1]);
  const { data } = first;
  const [blue, red] = rows;
  if (!isLuma) {
    for (let i = 0, p = at; i < width; i++, p += 4) {
      to[p] = data[start + i];
      to[p + 1] = blue[i];
      to[p + 2] = red[i];
      to[p + 3] = 255;
    }
    return;
  }
  for (let i = 0, p = at; i < width; i++, p += 4) {
    const luma = data[start + i];
    const cb = blue[i] - 128;
    const cr = red[i] - 128;
    to[p] = luma + ((91881 * cr + 32768) >> 16);
    to[p + 1] = luma + ((-22554 * cb - 46802 * cr + 32768) >> 16);
    to[p + 2] = luma + ((116130 * cb + 32768) >> 16);
    to[p + 3] = 255;
  }
}

/** One row of a smaller plane at the picture's size: where it is half as large, of the nearest sample and its neighbour, 3 to 1. */
function enlarge(plane: Plane, x: number, y: number, width: number, blended: Int32Array, to: Uint8ClampedArray): void {
  const { data, kept, narrower, lower, top, bottom, left, right } = plane;
  const within = (row: number) => Math.min(bottom, Math.max(top, row));
  const line = Math.floor(y / lower);
  const near = (within(line) % kept) * plane.width;
  const far = lower === 2 ? (within(y & 1 ? line + 1 : line - 1) % kept) * plane.width : near;
  if (narrower === 1) {
    for (let i = 0; i < width; i++) to[i] = (3 * data[near + x + i] + data[far + x + i] + 2) >> 2;
    return;
  }
  if (narrower !== 2) {
    for (let i = 0; i < width; i++) {
      const column = Math.floor((x + i) / narrower);
      to[i] = (3 * data[near + column] + data[far + column] + 2) >> 2;
    }
    return;
  }
  // The samples of the row, one before and one after them.
  const begin = (x >> 1) - 1;
  const end = ((x + width - 1) >> 1) + 1;
  for (let column = begin, i = 0; column <= end; column++, i++) {
    const at = Math.min(right, Math.max(left, column));
    blended[i] = 3 * data[near + at] + data[far + at];
  }
  for (let i = 0; i < width; i++) {
    const column = ((x + i) >> 1) - begin;
    const isRight = (x + i) & 1;
    to[i] = (3 * blended[column] + blended[isRight ? column + 1 : column - 1] + (isRight ? 7 : 8)) >> 4;
  }
}
