import type { Matte, Picture } from '../image/picture.ts';
import { type Steps, within } from '../steps.ts';
import { buildColourModel, type ColourModel, GAUSSIAN, mixtureCovariance, modelReader } from './colour-model.ts';
import { adjugate, SYMMETRIC, times } from './linear3.ts';
import type { Noise } from './noise.ts';

/** One row in so many is read to tell how blurred the file's colours are. */
export const EVERY = 16;
/** Luma of JPEG (ITU-R BT.601). */
const [RED, GREEN, BLUE] = [0.299, 0.587, 0.114];

/**
 * Estimates the foreground's colours and gives the cutout: each pixel's colour with the background's share taken out, and the
 * matte as alpha.
 *
 * In the mixed band, foreground and background together make a pixel's colour. Its foreground is the most likely one under
 * the local Gaussians of both (Chuang, Curless, Salesin, Szeliski 2001, alpha known). JPEG keeps colour at half the
 * resolution, so the background's colour smears into fine edges. How far it does is read from the picture, and taken back.
 *
 * @param picture straight-alpha RGBA; its own transparency multiplies the matte.
 * @param matte of the same size.
 * @param known the colour model, if the caller has it.
 * @returns straight-alpha RGBA; pixels with alpha 0 are transparent black.
 */
export function* estimateForeground(picture: Picture, matte: Matte, known?: ColourModel): Steps<Picture> {
  const { width, height, data } = picture;
  const cutout: Picture = { width, height, data: data.slice() };
  const model = known ?? (yield* within(0, 0.3, buildColourModel(picture, matte)));
  const smear = smearOf(picture, matte, model);
  yield 0.4;
  const read = modelReader(model, picture);
  for (let y = 0; y < height; y++) {
    cleanRow(cutout, picture, matte, y, smear, read, model.noise);
    if ((y & 31) === 31) yield 0.4 + (0.6 * y) / height;
  }
  return cutout;
}

/** One row of the cutout, which has the picture's own colours so far. */
function cleanRow(
  cutout: Picture,
  { data, width }: Picture,
  matte: Matte,
  y: number,
  smear: number,
  read: (x: number, y: number) => Float32Array,
  noise: Noise,
): void {
  const to = cutout.data;
  const end = (y + 1) * width;
  for (let i = y * width; i < end; i++) {
    const value = matte.data[i];
    if (value === 0) {
      const first = i;
      while (i + 1 < end && matte.data[i + 1] === 0) i++;
      to.fill(0, first * 4, (i + 1) * 4);
      continue;
    }
    const opacity = data[i * 4 + 3];
    if (value === 255 && opacity > 0) continue;
    const alpha = opacity === 255 ? value : Math.round((value * opacity) / 255);
    to[i * 4 + 3] = alpha;
    if (alpha === 0) {
      to.fill(0, i * 4, i * 4 + 3);
      continue;
    }
    const x = i - y * width;
    const at = read(x, y);
    pixel[0] = data[i * 4];
    pixel[1] = data[i * 4 + 1];
    pixel[2] = data[i * 4 + 2];
    if (smear > 0) sharpen(pixel, smear * detail(matte, x, y), at);
    unmix(pixel, value / 255, at, noise);
    to[i * 4] = pixel[0];
    to[i * 4 + 1] = pixel[1];
    to[i * 4 + 2] = pixel[2];
  }
}

/** The pixel that is being worked on, and what its equations are solved in. */
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

/** Gives a pixel the colour (not the luma) that `detail` more of the foreground would bring. */
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
 * How far the file's colours are blurred against its luma: 0 not at all, 1 as by JPEG at half resolution. The share of
 * alpha's fine detail that is missing from the colours of the mixed band, by least squares.
 */
function smearOf({ width, height, data }: Picture, matte: Matte, model: ColourModel): number {
  const read = modelReader(model, { width, height });
  let missing = 0;
  let possible = 0;
  for (let y = EVERY >> 1; y < height; y += EVERY) {
    for (let x = 0, i = y * width; x < width; x++, i++) {
      if (matte.data[i] === 0 || matte.data[i] === 255) continue;
      const m = read(x, y);
      const alpha = matte.data[i] / 255;
      const fine = detail(matte, x, y);
      const red = m[0] - m[GAUSSIAN];
      const green = m[1] - m[GAUSSIAN + 1];
      const blue = m[2] - m[GAUSSIAN + 2];
      const luma = RED * red + GREEN * green + BLUE * blue;
      const offRed = m[GAUSSIAN] + alpha * red - data[i * 4];
      const offGreen = m[GAUSSIAN + 1] + alpha * green - data[i * 4 + 1];
      const offBlue = m[GAUSSIAN + 2] + alpha * blue - data[i * 4 + 2];
      const off = RED * offRed + GREEN * offGreen + BLUE * offBlue;
      missing +=
        fine * ((offRed - off) * (red - luma) + (offGreen - off) * (green - luma) + (offBlue - off) * (blue - luma));
      possible += fine * fine * ((red - luma) ** 2 + (green - luma) ** 2 + (blue - luma) ** 2);
    }
  }
  return possible > 0 ? Math.min(1, Math.max(0, missing / possible)) : 0;
}

const BINOMIAL = [1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16];

/** What a blur as wide as that of JPEG's colours takes from alpha at a pixel, −1..1. */
function detail({ width, height, data }: Matte, x: number, y: number): number {
  const left = x > 0 ? x - 1 : 0;
  const right = x < width - 1 ? x + 1 : x;
  const leftmost = left > 0 ? left - 1 : 0;
  const rightmost = right < width - 1 ? right + 1 : right;
  let blurred = 0;
  for (let v = -2; v <= 2; v++) {
    const row = Math.min(Math.max(y + v, 0), height - 1) * width;
    const ends = data[row + leftmost] + data[row + rightmost];
    const sides = data[row + left] + data[row + right];
    blurred += BINOMIAL[v + 2] * (ends + 4 * sides + 6 * data[row + x]);
  }
  return (data[y * width + x] - blurred / 16) / 255;
}
