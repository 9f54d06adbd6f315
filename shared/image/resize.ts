import type { Steps } from '../steps.ts';
import { fittingSize, type Size } from './geometry.ts';
import { newPicture, type Picture } from './picture.ts';
import { type Rows, rowOf } from './rows/rows.ts';

/** For each destination index: the first source index, how many follow, and their weights (sum 1). */
interface Taps {
  readonly start: Int32Array;
  readonly count: Int32Array;
  readonly weights: Float32Array;
  readonly stride: number;
}

/** Area averages when shrinking, linear interpolation when enlarging; pixel centres at half integers. */
function tapsOf(from: number, to: number): Taps {
  const scale = from / to;
  const stride = Math.max(2, Math.ceil(scale) + 1);
  const taps: Taps = {
    start: new Int32Array(to),
    count: new Int32Array(to),
    weights: new Float32Array(to * stride),
    stride,
  };
  for (let i = 0; i < to; i++) {
    if (scale > 1) {
      const first = i * scale;
      const last = Math.min(from, first + scale);
      const start = Math.floor(first);
      taps.start[i] = start;
      for (let s = start; s < last - 1e-9; s++) {
        taps.weights[i * stride + s - start] = (Math.min(s + 1, last) - Math.max(s, first)) / (last - first);
        taps.count[i] = s - start + 1;
      }
    } else {
      const centre = Math.min(Math.max((i + 0.5) * scale - 0.5, 0), from - 1);
      const start = Math.min(Math.floor(centre), Math.max(0, from - 2));
      taps.start[i] = start;
      taps.count[i] = Math.min(2, from);
      taps.weights[i * stride] = 1 - (centre - start);
      taps.weights[i * stride + 1] = centre - start;
    }
  }
  return taps;
}

/**
 * Resizes a picture: area averages when shrinking, bilinear when enlarging, each axis by itself. Colours are weighted by
 * their alpha, so that what is invisible does not bleed.
 *
 * @returns a picture of exactly `width` × `height`.
 */
export function* resize(picture: Picture, width: number, height: number): Steps<Picture> {
  const result = newPicture(width, height);
  const add = rowResizer(picture, result);
  for (let y = 0; y < picture.height; y++) {
    for (const _ of add(picture, y));
    if ((y & 15) === 15) yield y / picture.height;
  }
  return result;
}

/** A picture at a size: itself if it has that, otherwise resized. */
export function* atSize(picture: Picture, { width, height }: Size): Steps<Picture> {
  return width === picture.width && height === picture.height ? picture : yield* resize(picture, width, height);
}

/** A picture in its `fittingSize`. */
export const shrinkTo = (picture: Picture, pixels: number, most?: number): Steps<Picture> =>
  atSize(picture, fittingSize(picture, pixels, most));

/**
 * `resize` row by row, for a picture of the size `from` that is not in memory as a whole.
 *
 * @param result takes the rows; it has all of them where nobody takes them away.
 * @returns adds the next row, the first one first, and tells which rows of the result are complete then; each is to be taken before the
 *   next one is made, where `result` keeps one row alone.
 */
export function rowResizer(from: Size, result: Rows): (picture: Rows, source: number) => Generator<number, void> {
  const { width, height } = result;
  const across = tapsOf(from.width, width);
  const down = tapsOf(from.height, height);
  /** The latest two rows of the picture: one of even number, one of odd. */
  const rows = [new Float32Array(width * 4), new Float32Array(width * 4)] as const;
  const sum = new Float32Array(width * 4);
  /** The row that is being made, and how many of the rows that it is made of it has. */
  let [y, taps] = [0, 0];
  return function* add(picture, source) {
    shrinkRow(picture.data, rowOf(picture, source) * from.width * 4, across, rows[source & 1]);
    for (; y < height && down.start[y] <= source; y++, taps = 0) {
      for (; taps < down.count[y] && down.start[y] + taps <= source; taps++) {
        const row = rows[(down.start[y] + taps) & 1];
        const weight = down.weights[y * down.stride + taps];
        for (let i = 0; i < sum.length; i++) sum[i] += weight * row[i];
      }
      if (taps < down.count[y]) return;
      writeRow(sum, result.data, rowOf(result, y) * width * 4);
      sum.fill(0);
      yield y;
    }
  };
}

/** One source row, which begins at `first`, to `row`: premultiplied red, green, blue and alpha, 0..255. */
function shrinkRow(data: Uint8ClampedArray, first: number, taps: Taps, row: Float32Array): void {
  for (let x = 0, at = 0; at < row.length; x++, at += 4) {
    let red = 0;
    let green = 0;
    let blue = 0;
    let alpha = 0;
    let source = first + taps.start[x] * 4;
    for (let t = x * taps.stride, end = t + taps.count[x]; t < end; t++, source += 4) {
      const opacity = data[source + 3];
      const weight = opacity === 255 ? taps.weights[t] : (taps.weights[t] * opacity) / 255;
      red += weight * data[source];
      green += weight * data[source + 1];
      blue += weight * data[source + 2];
      alpha += weight;
    }
    row[at] = red;
    row[at + 1] = green;
    row[at + 2] = blue;
    row[at + 3] = alpha * 255;
  }
}

function writeRow(sum: Float32Array, data: Uint8ClampedArray, at: number): void {
  for (let i = 0; i < sum.length; i += 4) {
    const scale = sum[i + 3] > 0 ? 255 / sum[i + 3] : 0;
    data[at + i] = sum[i] * scale;
    data[at + i + 1] = sum[i + 1] * scale;
    data[at + i + 2] = sum[i + 2] * scale;
    data[at + i + 3] = sum[i + 3];
  }
}
