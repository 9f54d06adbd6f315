import type { Size } from '../image/geometry.ts';
import { type Matte, newPicture, type Picture } from '../image/picture.ts';
import { type Rows, rowOf } from '../image/rows/rows.ts';
import { type Steps, within } from '../steps.ts';
import { buildColourModel, type ColourModel, GAUSSIAN, mixtureCovariance, modelReader } from './colour-model.ts';
import { adjugate, SYMMETRIC, times } from './linear3.ts';
import type { Noise } from './noise.ts';

/** Every so many rows, one is read to estimate how blurred the file's colours are. */
export const EVERY = 16;
/** Luma of JPEG (ITU-R BT.601). */
const [RED, GREEN, BLUE] = [0.299, 0.587, 0.114];

/**
 * Estimates the foreground's colours and returns the cutout: each pixel's colour without the background's share, and the
 * matte as alpha.
 *
 * In the mixed band, foreground and background together make a pixel's colour. Its foreground is the most likely one under
 * the local Gaussians of both (Chuang, Curless, Salesin, Szeliski 2001, alpha known). JPEG keeps colour at half the
 * resolution, so the background's colour is blurred into fine edges. This blur is estimated from the picture and compensated.
 *
 * @param picture straight-alpha RGBA; its own transparency multiplies the matte.
 * @param matte of the same size.
 * @param known the colour model, if the caller has it.
 * @returns straight-alpha RGBA; pixels with alpha 0 are transparent black.
 */
export function* estimateForeground(picture: Picture, matte: Matte, known?: ColourModel): Steps<Picture> {
  const { width, height } = picture;
  const cutout = newPicture(width, height);
  const model = known ?? (yield* within(0, 0.3, buildColourModel(picture, matte)));
  const sums = smearSums(picture, model);
  for (let y = EVERY >> 1; y < height; y += EVERY) sums.add(picture, matte, y);
  yield 0.4;
  const row = foregroundEstimator(picture, model, sums.smear());
  for (let y = 0; y < height; y++) {
    row(picture, matte, y, cutout);
    if ((y & 31) === 31) yield 0.4 + (0.6 * y) / height;
  }
  return cutout;
}

/**
 * `estimateForeground` row by row, for a picture that is not in memory as a whole.
 *
 * @param size the picture's.
 * @param smear what `smearSums` gave.
 * @returns writes one row of the cutout; it reads that row of the picture, and of the matte the rows up to `DETAIL` away.
 */
export function foregroundEstimator(
  size: Size,
  model: ColourModel,
  smear: number,
): (picture: Rows, matte: Rows, y: number, cutout: Rows) => void {
  const read = modelReader(model, size);
  return (picture, matte, y, cutout) => cleanRow(cutout, picture, matte, y, smear, read, model.noise);
}

/** One row of the cutout. */
function cleanRow(
  cutout: Rows,
  picture: Rows,
  matte: Rows,
  y: number,
  smear: number,
  read: (x: number, y: number) => Float32Array,
  noise: Noise,
): void {
  const { data, width } = picture;
  const { data: alphas } = matte;
  const from = rowOf(picture, y) * width * 4;
  const first = rowOf(matte, y) * width;
  const start = rowOf(cutout, y) * width * 4;
  const to = cutout.data;
  to.set(data.subarray(from, from + width * 4), start);
  for (let x = 0; x < width; x++) {
    const value = alphas[first + x];
    const at = start + x * 4;
    if (value === 0) {
      while (x + 1 < width && alphas[first + x + 1] === 0) x++;
      to.fill(0, at, start + (x + 1) * 4);
      continue;
    }
    const opacity = data[from + x * 4 + 3];
    if (value === 255 && opacity > 0) continue;
    const alpha = opacity === 255 ? value : Math.round((value * opacity) / 255);
    to[at + 3] = alpha;
    if (alpha === 0) {
      to.fill(0, at, at + 3);
      continue;
    }
    const m = read(x, y);
    pixel[0] = data[from + x * 4];
    pixel[1] = data[from + x * 4 + 1];
    pixel[2] = data[from + x * 4 + 2];
    if (smear > 0) sharpen(pixel, smear * detail(matte, x, y), m);
    unmix(pixel, value / 255, m, noise);
    to[at] = pixel[0];
    to[at + 1] = pixel[1];
    to[at + 2] = pixel[2];
  }
}

/** Buffers for the current pixel and its equations. */
const pixel = new Float64Array(3);
const mixture = new Float64Array(SYMMETRIC);
const inverted = new Float64Array(SYMMETRIC);
const solved = new Float64Array(3);

/**
 * The foreground's most likely colour: its mean and its share of what both means together leave unexplained,
 * F = μF + α ΣF (α² ΣF + (1−α)² ΣB + noise)⁻¹ (C − α μF − (1−α) μB). In place of `pixel`.
 */
function unmix(pixel: Float64Array, alpha: number, m: Float32Array, noise: Noise): void {
  const beta = 1 - alpha;
  mixtureCovariance(alpha, m, noise, mixture);
  const scale = alpha * adjugate(mixture, inverted);
  const red = pixel[0] - alpha * m[0] - beta * m[GAUSSIAN];
  const green = pixel[1] - alpha * m[1] - beta * m[GAUSSIAN + 1];
  const blue = pixel[2] - alpha * m[2] - beta * m[GAUSSIAN + 2];
  times(inverted, red, green, blue, scale, solved);
  const x = solved[0];
  const y = solved[1];
  const z = solved[2];
  pixel[0] = m[0] + m[3] * x + m[4] * y + m[5] * z;
  pixel[1] = m[1] + m[4] * x + m[6] * y + m[7] * z;
  pixel[2] = m[2] + m[5] * x + m[7] * y + m[8] * z;
}

/** Changes a pixel's colour (not its luma) as `detail` more of the foreground would. */
function sharpen(pixel: Float64Array, detail: number, m: Float32Array): void {
  const red = m[0] - m[GAUSSIAN];
  const green = m[1] - m[GAUSSIAN + 1];
  const blue = m[2] - m[GAUSSIAN + 2];
  const luma = RED * red + GREEN * green + BLUE * blue;
  pixel[0] += detail * (red - luma);
  pixel[1] += detail * (green - luma);
  pixel[2] += detail * (blue - luma);
}

/**
 * Estimates how much the file's colours are blurred compared with its luma: 0 not at all, 1 as by JPEG at half resolution. It is the share of
 * alpha's fine detail that is missing from the colours of the mixed band, by least squares.
 *
 * @param size the picture's.
 */
export function smearSums(size: Size, model: ColourModel) {
  const read = modelReader(model, size);
  let missing = 0;
  let possible = 0;
  return {
    /** Whether a row counts. */
    wants: (y: number): boolean => y % EVERY === EVERY >> 1,
    /** Adds a row that counts: of the matte the rows up to `DETAIL` away are read, too. */
    add(picture: Rows, matte: Rows, y: number): void {
      const { data } = picture;
      const row = rowOf(matte, y) * size.width;
      for (let x = 0, at = rowOf(picture, y) * size.width * 4; x < size.width; x++, at += 4) {
        const value = matte.data[row + x];
        if (value === 0 || value === 255) continue;
        const m = read(x, y);
        const alpha = value / 255;
        const fine = detail(matte, x, y);
        const red = m[0] - m[GAUSSIAN];
        const green = m[1] - m[GAUSSIAN + 1];
        const blue = m[2] - m[GAUSSIAN + 2];
        const luma = RED * red + GREEN * green + BLUE * blue;
        const offRed = m[GAUSSIAN] + alpha * red - data[at];
        const offGreen = m[GAUSSIAN + 1] + alpha * green - data[at + 1];
        const offBlue = m[GAUSSIAN + 2] + alpha * blue - data[at + 2];
        const off = RED * offRed + GREEN * offGreen + BLUE * offBlue;
        missing +=
          fine * ((offRed - off) * (red - luma) + (offGreen - off) * (green - luma) + (offBlue - off) * (blue - luma));
        possible += fine * fine * ((red - luma) ** 2 + (green - luma) ** 2 + (blue - luma) ** 2);
      }
    },
    /** The estimate from all rows. */
    smear: (): number => (possible > 0 ? Math.min(1, Math.max(0, missing / possible)) : 0),
  };
}

/** The number of rows above and below that `detail` reads. */
export const DETAIL = 2;
const BINOMIAL = [1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16];

/** The difference of alpha at a pixel from its blur, as wide as that of JPEG's colours, −1..1. */
function detail(matte: Rows, x: number, y: number): number {
  const { width, height, data } = matte;
  const left = x > 0 ? x - 1 : 0;
  const right = x < width - 1 ? x + 1 : x;
  const leftmost = left > 0 ? left - 1 : 0;
  const rightmost = right < width - 1 ? right + 1 : right;
  let blurred = 0;
  for (let v = -DETAIL; v <= DETAIL; v++) {
    const row = rowOf(matte, Math.min(Math.max(y + v, 0), height - 1)) * width;
    const ends = data[row + leftmost] + data[row + rightmost];
    const sides = data[row + left] + data[row + right];
    blurred += BINOMIAL[v + DETAIL] * (ends + 4 * sides + 6 * data[row + x]);
  }
  return (data[rowOf(matte, y) * width + x] - blurred / 16) / 255;
}
