import { type Matte, newMatte, type Picture } from '../image/picture.ts';
import type { Steps } from '../steps.ts';
import { type ColourModel, GAUSSIAN, modelReader } from './colour-model.ts';
import type { Noise } from './noise.ts';

/** Standard deviation of the refined matte where alpha is ½, and what is left of it at 0 and 1. */
export const DOUBT = 0.15;
export const LEAST_DOUBT = 0.01;
/** Squared distance, in standard deviations, from which a colour counts as unexplained. */
export const EXPECTED = 1;

/**
 * Alpha of the mixed band, looked at pixel by pixel: which mixture of the foreground and the background near by makes
 * this pixel's colour? The refined matte is the prior, the colours are the likelihood (Chuang, Curless, Salesin,
 * Szeliski 2001, solved for alpha once, colours integrated out). Draws strands that the network only saw as fog; where
 * both colours are alike, or neither fits, the matte stays.
 *
 * @param matte refined, of the picture's size.
 * @param model of picture and matte.
 */
export function* matting(picture: Picture, matte: Matte, model: ColourModel): Steps<Matte> {
  const { width, height } = picture;
  const result = newMatte(width, height);
  result.data.set(matte.data);
  const read = modelReader(model, picture);
  for (let y = 0; y < height; y++) {
    matteRow(result, picture, matte, y, read, model.noise);
    if ((y & 31) === 31) yield y / height;
  }
  return result;
}

function matteRow(
  result: Matte,
  { data, width }: Picture,
  matte: Matte,
  y: number,
  read: (x: number, y: number) => Float32Array,
  noise: Noise,
): void {
  for (let x = 0, i = y * width; x < width; x++, i++) {
    const value = matte.data[i];
    if (value === 0 || value === 255) continue;
    const at = i * 4;
    result.data[i] = 255 * posterior(value / 255, data[at], data[at + 1], data[at + 2], read(x, y), noise);
  }
}

/**
 * With D = μF − μB, E = C − μB and S = α² ΣF + (1−α)² ΣB + noise, colours tell α = DᵀS⁻¹E / DᵀS⁻¹D with precision
 * DᵀS⁻¹D, less when the distance that remains, (E−αD)ᵀS⁻¹(E−αD), is large.
 */
function posterior(
  prior: number,
  red: number,
  green: number,
  blue: number,
  m: Float32Array,
  { own, shared }: Noise,
): number {
  const f = prior * prior;
  const b = (1 - prior) * (1 - prior);
  const rr = f * m[3] + b * m[GAUSSIAN + 3] + own;
  const rg = f * m[4] + b * m[GAUSSIAN + 4] + shared;
  const rb = f * m[5] + b * m[GAUSSIAN + 5] + shared;
  const gg = f * m[6] + b * m[GAUSSIAN + 6] + own;
  const gb = f * m[7] + b * m[GAUSSIAN + 7] + shared;
  const bb = f * m[8] + b * m[GAUSSIAN + 8] + own;
  const c00 = gg * bb - gb * gb;
  const c01 = rb * gb - rg * bb;
  const c02 = rg * gb - rb * gg;
  const c11 = rr * bb - rb * rb;
  const c12 = rg * rb - rr * gb;
  const c22 = rr * gg - rg * rg;
  const inverse = 1 / (rr * c00 + rg * c01 + rb * c02);
  const d0 = m[0] - m[GAUSSIAN];
  const d1 = m[1] - m[GAUSSIAN + 1];
  const d2 = m[2] - m[GAUSSIAN + 2];
  const e0 = red - m[GAUSSIAN];
  const e1 = green - m[GAUSSIAN + 1];
  const e2 = blue - m[GAUSSIAN + 2];
  const x = (c00 * d0 + c01 * d1 + c02 * d2) * inverse;
  const y = (c01 * d0 + c11 * d1 + c12 * d2) * inverse;
  const z = (c02 * d0 + c12 * d1 + c22 * d2) * inverse;
  const precision = x * d0 + y * d1 + z * d2;
  if (!(precision > 0)) return prior;
  const colours = (x * e0 + y * e1 + z * e2) / precision;
  const nearest = Math.min(1, Math.max(0, colours));
  const r0 = e0 - nearest * d0;
  const r1 = e1 - nearest * d1;
  const r2 = e2 - nearest * d2;
  const unexplained =
    (c00 * r0 * r0 + c11 * r1 * r1 + c22 * r2 * r2 + 2 * (c01 * r0 * r1 + c02 * r0 * r2 + c12 * r1 * r2)) * inverse;
  const weight = precision / Math.max(1, unexplained / EXPECTED);
  const doubt = DOUBT * Math.sqrt(4 * prior * (1 - prior)) + LEAST_DOUBT;
  const trust = 1 / (doubt * doubt);
  return Math.min(1, Math.max(0, (trust * prior + weight * colours) / (trust + weight)));
}
