import type { Size } from '../image/geometry.ts';
import { type Matte, newMatte, type Picture } from '../image/picture.ts';
import { type Rows, rowOf } from '../image/rows/rows.ts';
import type { Steps } from '../steps.ts';
import { type ColourModel, GAUSSIAN, mixtureCovariance, modelReader } from './colour-model.ts';
import { adjugate, SYMMETRIC, times } from './linear3.ts';
import type { Noise } from './noise.ts';

/** Standard deviation of the refined matte: where alpha is ½, and where it is 0 or 1. */
export const DEVIATION = 0.19;
export const LEAST_DEVIATION = 0.01;
/**
 * Colours alone must not make a hole in a person. For each pixel, the lowest alpha on a ring around it counts. If that is `WHOLE`, which is all foreground, colours
 * must not lower the pixel's alpha. Below `BROKEN` they may. In between they may in part.
 */
export const WHOLE = 1;
export const BROKEN = 0.97;
/** The ring's radius as a share of the picture's longer side: an earring's size in a portrait. */
const RING = 1 / 80;
/** Squared distance, in standard deviations, from which a colour counts as unexplained. */
export const EXPECTED = 1;

/**
 * Estimates alpha in the mixed band, pixel by pixel: which mixture of the foreground and the background near by makes this
 * pixel's colour? The refined matte is the prior, and the colours are the likelihood. This is the Bayesian matting of Chuang,
 * Curless, Salesin and Szeliski (2001), but alpha is solved once, and colours are integrated out. It finds single strands that
 * the network gave as a blur. Alpha does not change where both colours are similar, and where neither fits.
 *
 * @param matte refined, of the picture's size.
 * @param model of picture and matte.
 */
export function* estimateAlpha(picture: Picture, matte: Matte, model: ColourModel): Steps<Matte> {
  const { width, height } = picture;
  const result = newMatte(width, height);
  const row = alphaEstimator(picture, model);
  for (let y = 0; y < height; y++) {
    row(picture, matte, y, result);
    if ((y & 31) === 31) yield y / height;
  }
  return result;
}

/**
 * `estimateAlpha` row by row, for a picture that is not in memory as a whole.
 *
 * @param size the picture's.
 * @returns writes one row of the matte; it reads that row of the picture, and of the refined matte the rows up to `ringOf` away.
 */
export function alphaEstimator(
  size: Size,
  model: ColourModel,
): (picture: Rows, matte: Rows, y: number, result: Rows) => void {
  const read = modelReader(model, size);
  const ring = ringOf(size);
  return (picture, matte, y, result) => matteRow(result, picture, matte, y, read, model.noise, ring);
}

/** The ring's radius in a picture of this size, in pixels. */
export const ringOf = ({ width, height }: Size): number => Math.max(2, Math.round(RING * Math.max(width, height)));

function matteRow(
  result: Rows,
  picture: Rows,
  matte: Rows,
  y: number,
  read: (x: number, y: number) => Float32Array,
  noise: Noise,
  ring: number,
): void {
  const { data, width } = picture;
  const from = rowOf(matte, y) * width;
  const to = rowOf(result, y) * width;
  result.data.set(matte.data.subarray(from, from + width), to);
  for (let x = 0, at = rowOf(picture, y) * width * 4; x < width; x++, at += 4) {
    const value = matte.data[from + x];
    if (value === 0 || value === 255) continue;
    const alpha = 255 * posterior(value / 255, data[at], data[at + 1], data[at + 2], read(x, y), noise);
    const mayOpen = value < 128 || alpha >= value;
    result.data[to + x] = mayOpen ? alpha : value + (alpha - value) * brokenness(matte, x, y, ring);
  }
}

/** 0 if the ring around a pixel is inside a person, 1 if it is not. Outside of the picture, the value at its edge counts. */
function brokenness(matte: Rows, x: number, y: number, ring: number): number {
  const { width, height, data } = matte;
  const near = Math.round(ring * Math.SQRT1_2);
  const at = (across: number, down: number) => {
    const u = Math.min(width - 1, Math.max(0, x + across));
    return data[rowOf(matte, Math.min(height - 1, Math.max(0, y + down))) * width + u];
  };
  const straight = Math.min(at(-ring, 0), at(ring, 0), at(0, -ring), at(0, ring));
  const least = Math.min(straight, at(-near, -near), at(near, -near), at(-near, near), at(near, near));
  return Math.min(1, Math.max(0, (WHOLE - least / 255) / (WHOLE - BROKEN)));
}

/** What one pixel's equations are solved in. */
const mixture = new Float64Array(SYMMETRIC);
const inverted = new Float64Array(SYMMETRIC);
const solved = new Float64Array(3);

/**
 * With D = μF − μB, E = C − μB and S = α² ΣF + (1−α)² ΣB + noise, colours tell α = DᵀS⁻¹E / DᵀS⁻¹D with precision
 * DᵀS⁻¹D, less when the distance that remains, (E−αD)ᵀS⁻¹(E−αD), is large.
 */
function posterior(prior: number, red: number, green: number, blue: number, m: Float32Array, noise: Noise): number {
  mixtureCovariance(prior, m, noise, mixture);
  const inverse = adjugate(mixture, inverted);
  const d0 = m[0] - m[GAUSSIAN];
  const d1 = m[1] - m[GAUSSIAN + 1];
  const d2 = m[2] - m[GAUSSIAN + 2];
  const e0 = red - m[GAUSSIAN];
  const e1 = green - m[GAUSSIAN + 1];
  const e2 = blue - m[GAUSSIAN + 2];
  times(inverted, d0, d1, d2, inverse, solved);
  const precision = solved[0] * d0 + solved[1] * d1 + solved[2] * d2;
  if (!(precision > 0)) return prior;
  const colours = (solved[0] * e0 + solved[1] * e1 + solved[2] * e2) / precision;
  const nearest = Math.min(1, Math.max(0, colours));
  const r0 = e0 - nearest * d0;
  const r1 = e1 - nearest * d1;
  const r2 = e2 - nearest * d2;
  times(inverted, r0, r1, r2, inverse, solved);
  const unexplained = solved[0] * r0 + solved[1] * r1 + solved[2] * r2;
  const weight = precision / Math.max(1, unexplained / EXPECTED);
  const deviation = DEVIATION * Math.sqrt(4 * prior * (1 - prior)) + LEAST_DEVIATION;
  const trust = 1 / (deviation * deviation);
  return Math.min(1, Math.max(0, (trust * prior + weight * colours) / (trust + weight)));
}
