import type { Plane } from './planes.ts';

/** Room for the rows of all components but the first. */
export interface Scratch {
  readonly blended: Int32Array;
  readonly rows: readonly Uint8ClampedArray[];
}

export const newScratch = (width: number): Scratch => ({
  blended: new Int32Array(width + 2),
  rows: Array.from({ length: 3 }, () => new Uint8ClampedArray(width)),
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
  const [first, second, third, black] = planes;
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
  } else writeLuma(data, start, blue, red, width, to, at);
  if (!black) return;
  enlarge(black, x, y, width, blended, rows[2]);
  printed(rows[2], isLuma, width, to, at);
}

/** Red, green and blue of luma and its differences (ITU-T T.871, 7). */
function writeLuma(
  data: Uint8ClampedArray,
  start: number,
  blue: Uint8ClampedArray,
  red: Uint8ClampedArray,
  width: number,
  to: Uint8ClampedArray,
  at: number,
): void {
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

/**
 * Turns a row of three inks into red, green and blue with a fourth, black: each is what its ink leaves of white times what black
 * leaves, as CSS converts `device-cmyk()` where it knows no profile (CSS Color 5, 10.3). A profile of the press is not looked at. 255 is
 * no ink: Adobe stores it so, and browsers take every such file for Adobe's, with its marker or not.
 *
 * @param isLuma the three came as luma and differences: of how much ink there is.
 */
function printed(black: Uint8ClampedArray, isLuma: boolean, width: number, to: Uint8ClampedArray, at: number): void {
  for (let i = 0, p = at; i < width; i++, p += 4) {
    for (let c = p; c < p + 3; c++) to[c] = ((isLuma ? 255 - to[c] : to[c]) * black[i]) / 255;
  }
}

/**
 * One row of a smaller plane at the picture's size: where it is half as large, of the nearest sample and its neighbour, 3 to 1. What
 * is halfway is rounded up and down by turns, as the Independent JPEG Group's library does: by the file's own columns where both
 * sides are half as large, so that a picture that was turned has the same colours.
 */
function enlarge(plane: Plane, x: number, y: number, width: number, blended: Int32Array, to: Uint8ClampedArray): void {
  const { data, kept, narrower, lower, top, bottom, left, right, moves } = plane;
  const [swap, mirrorX, mirrorY] = moves;
  const within = (row: number) => Math.min(bottom, Math.max(top, row));
  const line = Math.floor(y / lower);
  const near = (within(line) % kept) * plane.width;
  const far = lower === 2 ? (within(y & 1 ? line + 1 : line - 1) % kept) * plane.width : near;
  /** Whether the row, or the column 0, is an odd one in the file. */
  const isOddRow = (y & 1) ^ Number(mirrorY);
  const isOddColumn = (x & 1) ^ Number(mirrorX);
  if (narrower !== 2) {
    const half = lower === 2 ? 1 + isOddRow : 2;
    for (let i = 0; i < width; i++) {
      const column = narrower === 1 ? x + i : Math.floor((x + i) / narrower);
      to[i] = (3 * data[near + column] + data[far + column] + half) >> 2;
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
  const halves = lower !== 2 ? [4, 8] : swap ? [8 - isOddRow, 8 - isOddRow] : [8, 7];
  for (let i = 0; i < width; i++) {
    const column = ((x + i) >> 1) - begin;
    const neighbour = (x + i) & 1 ? column + 1 : column - 1;
    to[i] = (3 * blended[column] + blended[neighbour] + halves[(i & 1) ^ isOddColumn]) >> 4;
  }
}
