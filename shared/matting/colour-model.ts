import { areaOf, type Size } from '../image/geometry.ts';
import type { Matte, Picture } from '../image/picture.ts';
import { type Rows, rowOf } from '../image/rows/rows.ts';
import type { Steps } from '../steps.ts';
import { type Noise, noiseSums } from './noise.ts';
import { fillGaps, type Grid } from './pull-push.ts';

/** Longest side of the grid of colour models. */
const LONGEST = 320;
/** Samples that a cell of the grid takes along each axis, about. */
const SAMPLES = 4;
/** How fast a pixel's weight for the foreground decreases when alpha falls (for the background, when it rises). */
export const POWER = 120;
/** Least weight, so that the most certain pixels count if none is certain. */
export const SOMETHING = 1e-6;
/** The least variance of colour that is assumed, in levels². */
export const LEAST_VARIANCE = 4;

/** Fields of a sum: weight, red, green, blue, and the products rr rg rb gg gb bb. */
export const SUMS = 10;
/** Fields of a Gaussian: mean red, green, blue, then covariance rr rg rb gg gb bb; levels 0..255. */
export const GAUSSIAN = 9;
/** Fields of a model: the foreground's Gaussian, then the background's. */
export const MODEL = 2 * GAUSSIAN;

/** A grid over the picture. Each cell holds a Gaussian of foreground colour and one of background colour: `MODEL` fields. */
export interface ColourModel extends Grid {
  /** What is added to each pixel of the picture, whatever it shows. */
  readonly noise: Noise;
}

/**
 * Models the local colours of foreground and background: the mean and covariance of the colours that
 * certainly belong to one of them. In the mixed band they are filled in from near by (`fillGaps`). These are the local Gaussians
 * of Chuang et al. (2001).
 *
 * @param matte of the picture's size.
 * @param longest side of the grid.
 */
export function* buildColourModel(picture: Picture, matte: Matte, longest = LONGEST): Steps<ColourModel> {
  const sums = colourSums(picture, longest);
  for (let y = 0; y < picture.height; y++) {
    sums.add(picture, matte, y);
    if ((y & 63) === 63) yield (0.8 * y) / picture.height;
  }
  return sums.model();
}

/** The sums from which a colour model is computed, row by row. */
export interface ColourSums {
  /** Adds a row: of picture and matte that row alone is read. */
  add(picture: Rows, matte: Rows, y: number): void;
  /** The model, once every row was added. The sums are used up. */
  model(): ColourModel;
}

/**
 * `buildColourModel` row by row, for a picture that is not in memory as a whole.
 *
 * @param size the picture's.
 */
export function colourSums(size: Size, longest = LONGEST): ColourSums {
  const { width, height } = gridOf(size, longest);
  const noise = noiseSums(size);
  const sides = sampler(size, longest);
  return {
    add(picture, matte, y) {
      noise.add(picture, y);
      sides.add(picture, matte, y);
    },
    model() {
      const data = new Float32Array(width * height * MODEL);
      gaussians(fillGaps(sides.front), data, 0);
      gaussians(fillGaps(sides.back), data, GAUSSIAN);
      return { width, height, fields: MODEL, data, noise: noise.noise() };
    },
  };
}

/** The grid over a picture of this size; every `step`-th pixel of each axis is a sample, which is `share` of a cell. */
export function gridOf(size: Size, longest = LONGEST): Size & { readonly step: number; readonly share: number } {
  const scale = Math.min(1, longest / Math.max(size.width, size.height));
  const width = Math.max(1, Math.round(size.width * scale));
  const height = Math.max(1, Math.round(size.height * scale));
  const step = Math.max(1, Math.round(size.width / width / SAMPLES));
  return { width, height, step, share: (step * step * width * height) / areaOf(size) };
}

/** Weighted sums of a cell's samples, the foreground's and the background's, weights as shares of the cell: 1 where all are surely of this side. */
function sampler(size: Size, longest: number) {
  const { width, height, step, share } = gridOf(size, longest);
  const weightOf = (own: number) => share * (own ** POWER + SOMETHING * own);
  const weights = Float64Array.from({ length: 256 }, (_, value) => weightOf(value / 255));
  const sums = (): Grid => ({ width, height, fields: SUMS, data: new Float32Array(width * height * SUMS) });
  const [front, back] = [sums(), sums()];
  const cells = Int32Array.from({ length: size.width }, (_, x) => Math.trunc((x * width) / size.width) * SUMS);
  const add = (picture: Rows, matte: Rows, y: number): void => {
    if (y % step !== step >> 1) return;
    const row = Math.trunc((y * height) / size.height) * width * SUMS;
    const [from, alphas] = [rowOf(picture, y) * size.width, rowOf(matte, y) * size.width];
    for (let x = step >> 1; x < size.width; x += step) {
      const at = (from + x) * 4;
      const value = matte.data[alphas + x];
      if (picture.data[at + 3] === 0) continue;
      if (value > 0) addTo(front.data, row + cells[x], weights[value], picture.data, at);
      if (value < 255) addTo(back.data, row + cells[x], weights[255 - value], picture.data, at);
    }
  };
  return { front, back, add };
}

/** Adds one pixel to a cell's sums. */
function addTo(sums: Float32Array, at: number, weight: number, pixels: Uint8ClampedArray, from: number): void {
  const red = pixels[from];
  const green = pixels[from + 1];
  const blue = pixels[from + 2];
  sums[at] += weight;
  sums[at + 1] += weight * red;
  sums[at + 2] += weight * green;
  sums[at + 3] += weight * blue;
  sums[at + 4] += weight * red * red;
  sums[at + 5] += weight * red * green;
  sums[at + 6] += weight * red * blue;
  sums[at + 7] += weight * green * green;
  sums[at + 8] += weight * green * blue;
  sums[at + 9] += weight * blue * blue;
}

/** Computes means and covariances from mean products. */
function gaussians({ data: means }: Grid, to: Float32Array, offset: number): void {
  for (let from = 0, at = offset; from < means.length; from += SUMS, at += MODEL) {
    const red = means[from + 1];
    const green = means[from + 2];
    const blue = means[from + 3];
    to[at] = red;
    to[at + 1] = green;
    to[at + 2] = blue;
    to[at + 3] = Math.max(0, means[from + 4] - red * red) + LEAST_VARIANCE;
    to[at + 4] = means[from + 5] - red * green;
    to[at + 5] = means[from + 6] - red * blue;
    to[at + 6] = Math.max(0, means[from + 7] - green * green) + LEAST_VARIANCE;
    to[at + 7] = means[from + 8] - green * blue;
    to[at + 8] = Math.max(0, means[from + 9] - blue * blue) + LEAST_VARIANCE;
  }
}

/**
 * Reads the model at a picture's pixels: means bilinear between cells, covariances of the nearest cell. Quickest when
 * asked row by row.
 *
 * @param size the picture's.
 * @returns the same array each time, `MODEL` fields.
 */
export function modelReader({ width, height, data }: Grid, size: { width: number; height: number }) {
  const found = new Float32Array(MODEL);
  /** The six means between two cells of the row: at the left one, and what the right one has more. */
  const means = new Float32Array(6);
  const slopes = new Float32Array(6);
  let [row, left, nearest] = [-1, -1, -1];
  let [above, below, nearestRow, fy] = [0, 0, 0, 0];
  return (x: number, y: number): Float32Array => {
    if (y !== row) startRow(y);
    const across = Math.min(Math.max(((x + 0.5) * width) / size.width - 0.5, 0), width - 1);
    const cell = Math.trunc(across);
    if (cell !== left) startCell(cell);
    const fx = across - cell;
    for (let c = 0; c < 3; c++) {
      found[c] = means[c] + slopes[c] * fx;
      found[GAUSSIAN + c] = means[3 + c] + slopes[3 + c] * fx;
    }
    const near = fx < 0.5 ? cell : cell + 1;
    if (near !== nearest) takeCovariances(near);
    return found;
  };

  function startRow(y: number): void {
    row = y;
    left = nearest = -1;
    const down = Math.min(Math.max(((y + 0.5) * height) / size.height - 0.5, 0), height - 1);
    const top = Math.trunc(down);
    fy = down - top;
    above = top * width * MODEL;
    below = top < height - 1 ? above + width * MODEL : above;
    nearestRow = fy < 0.5 ? above : below;
  }

  function startCell(cell: number): void {
    left = cell;
    for (let c = 0; c < 6; c++) {
      const from = cell * MODEL + (c < 3 ? c : GAUSSIAN - 3 + c);
      const next = cell < width - 1 ? from + MODEL : from;
      means[c] = data[above + from] + (data[below + from] - data[above + from]) * fy;
      slopes[c] = data[above + next] + (data[below + next] - data[above + next]) * fy - means[c];
    }
  }

  function takeCovariances(cell: number): void {
    nearest = cell;
    for (let f = 3, at = nearestRow + cell * MODEL + 3; f < GAUSSIAN; f++, at++) {
      found[f] = data[at];
      found[GAUSSIAN + f] = data[at + GAUSSIAN];
    }
  }
}

/**
 * The covariance of a mixture's colour, α² ΣF + (1−α)² ΣB + noise.
 *
 * @param m a cell of the model.
 * @param to takes its six fields (see `linear3`).
 */
export function mixtureCovariance(alpha: number, m: Float32Array, { own, shared }: Noise, to: Float64Array): void {
  const f = alpha * alpha;
  const b = (1 - alpha) * (1 - alpha);
  to[0] = f * m[3] + b * m[GAUSSIAN + 3] + own;
  to[1] = f * m[4] + b * m[GAUSSIAN + 4] + shared;
  to[2] = f * m[5] + b * m[GAUSSIAN + 5] + shared;
  to[3] = f * m[6] + b * m[GAUSSIAN + 6] + own;
  to[4] = f * m[7] + b * m[GAUSSIAN + 7] + shared;
  to[5] = f * m[8] + b * m[GAUSSIAN + 8] + own;
}
