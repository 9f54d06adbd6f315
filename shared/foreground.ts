import { type Matte, newPicture, type Picture } from './picture.ts';
import type { Steps } from './steps.ts';

/** Longest side of the finest level that is solved with neighbours; above it each pixel is solved by itself. */
const FINEST = 640;
/** Levels up to this side get many sweeps: they are tiny and carry colour far. */
const SMALL = 32;
const SWEEPS_SMALL = 10;
const SWEEPS = 2;
/** Smoothness everywhere, and along changes of alpha (ε_r and ω of Germer et al.). */
const REGULARISATION = 1e-5;
const GRADIENT_WEIGHT = 1;
/** How strongly a full-size pixel is held to the colours of the finest level. */
const PRIOR = 0.1;

/** One level of the pyramid: alpha 0..1 a pixel; image, foreground and background 0..255, three values a pixel. */
interface Level {
  readonly width: number;
  readonly height: number;
  readonly alpha: Float32Array;
  readonly image: Float32Array;
  readonly foreground: Float32Array;
  readonly background: Float32Array;
}

/**
 * The cutout: each pixel's own colour with the background's share taken out, and the matte as alpha.
 *
 * Multi-level foreground estimation (Germer, Uelwer, Conrad, Harmeling 2020, arXiv:2006.14970): foreground and background
 * are solved together on a pyramid, coarse to fine. Only pixels of the mixed band change; above `FINEST` each of them is
 * solved alone, held to the finest level's colours, which costs no further memory.
 *
 * @param picture straight-alpha RGBA; its own transparency multiplies the matte.
 * @param matte of the same size.
 * @returns straight-alpha RGBA; pixels with alpha 0 are transparent black.
 */
export function* foreground(picture: Picture, matte: Matte): Steps<Picture> {
  const level = yield* estimate(picture, matte);
  const cutout = newPicture(picture.width, picture.height);
  const { width, height } = picture;
  const prior = new Float32Array(6);
  for (let y = 0; y < height; y++) {
    for (let x = 0, i = y * width; x < width; x++, i++) {
      const value = matte.data[i];
      if (value === 0) continue;
      const at = i * 4;
      const { data } = picture;
      cutout.data[at + 3] = data[at + 3] === 255 ? value : (value * data[at + 3]) / 255;
      if (cutout.data[at + 3] === 0) continue;
      if (value === 255) {
        cutout.data[at] = data[at];
        cutout.data[at + 1] = data[at + 1];
        cutout.data[at + 2] = data[at + 2];
        continue;
      }
      const alpha = value / 255;
      sample(level, ((x + 0.5) * level.width) / width - 0.5, ((y + 0.5) * level.height) / height - 0.5, prior);
      const gain = alpha / (alpha * alpha + (1 - alpha) * (1 - alpha) + PRIOR);
      for (let c = 0; c < 3; c++) {
        const unexplained = data[at + c] - alpha * prior[c] - (1 - alpha) * prior[3 + c];
        cutout.data[at + c] = prior[c] + gain * unexplained;
      }
    }
    if ((y & 31) === 31) yield 0.4 + (0.6 * y) / height;
  }
  return cutout;
}

/** Foreground and background on levels of doubling size. */
function* estimate(picture: Picture, matte: Matte): Steps<Level> {
  const longest = Math.max(picture.width, picture.height);
  const finest = Math.min(1, FINEST / longest);
  const sizes = [finest];
  while (longest * sizes[0] > 4) sizes.unshift(sizes[0] / 2);
  let level: Level | undefined;
  for (const [step, scale] of sizes.entries()) {
    const width = Math.max(1, Math.round(picture.width * scale));
    const height = Math.max(1, Math.round(picture.height * scale));
    level = newLevel(picture, matte, width, height, level);
    const sweeps = Math.max(width, height) <= SMALL ? SWEEPS_SMALL : SWEEPS;
    const pixels = unsolved(level);
    for (let sweep = 0; sweep < sweeps; sweep++) solve(level, pixels);
    yield (0.4 * (step + 1)) / sizes.length;
  }
  return level!;
}

/** Picture and matte sampled at pixel centres, colours taken over from the coarser level. */
function newLevel(picture: Picture, matte: Matte, width: number, height: number, coarser?: Level): Level {
  const n = width * height;
  const level: Level = {
    width,
    height,
    alpha: new Float32Array(n),
    image: new Float32Array(n * 3),
    foreground: new Float32Array(n * 3),
    background: new Float32Array(n * 3),
  };
  for (let y = 0; y < height; y++) {
    const sourceY = Math.trunc(((y + 0.5) * picture.height) / height);
    const coarseY = coarser ? Math.trunc((y * coarser.height) / height) : 0;
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const source = sourceY * picture.width + Math.trunc(((x + 0.5) * picture.width) / width);
      const from = coarser ? (coarseY * coarser.width + Math.trunc((x * coarser.width) / width)) * 3 : 0;
      const alpha = matte.data[source] / 255;
      level.alpha[i] = alpha;
      for (let c = 0; c < 3; c++) {
        const value = picture.data[source * 4 + c];
        level.image[i * 3 + c] = value;
        level.foreground[i * 3 + c] = alpha === 1 || !coarser ? value : coarser.foreground[from + c];
        level.background[i * 3 + c] = alpha === 0 || !coarser ? value : coarser.background[from + c];
      }
    }
  }
  return level;
}

/**
 * The pixels that are solved at a level: all of a small one, so that colours travel; the mixed band and its neighbours
 * above.
 */
function unsolved({ width, height, alpha }: Level): Int32Array {
  const all = Math.max(width, height) <= SMALL;
  const found = new Int32Array(width * height);
  let count = 0;
  for (let y = 0; y < height; y++) {
    const [above, below] = [y > 0 ? -width : 0, y < height - 1 ? width : 0];
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const a = alpha[i];
      const isSolid =
        (a === 0 || a === 1) &&
        a === alpha[i + above] &&
        a === alpha[i + below] &&
        a === alpha[x > 0 ? i - 1 : i] &&
        a === alpha[x < width - 1 ? i + 1 : i];
      if (all || !isSolid) found[count++] = i;
    }
  }
  return found.subarray(0, count);
}

/** One Gauss–Seidel sweep: the 2×2 system of each pixel given its four neighbours (Germer et al., eq. 9). */
function solve({ width, height, alpha, image, foreground, background }: Level, pixels: Int32Array): void {
  const last = width * (height - 1);
  for (let k = 0; k < pixels.length; k++) {
    const i = pixels[k];
    const x = i % width;
    const left = x > 0 ? i - 1 : i;
    const right = x < width - 1 ? i + 1 : i;
    const up = i >= width ? i - width : i;
    const down = i < last ? i + width : i;
    const a = alpha[i];
    const wl = REGULARISATION + GRADIENT_WEIGHT * Math.abs(a - alpha[left]);
    const wr = REGULARISATION + GRADIENT_WEIGHT * Math.abs(a - alpha[right]);
    const wu = REGULARISATION + GRADIENT_WEIGHT * Math.abs(a - alpha[up]);
    const wd = REGULARISATION + GRADIENT_WEIGHT * Math.abs(a - alpha[down]);
    const total = wl + wr + wu + wd;
    const b = 1 - a;
    const a00 = a * a + total;
    const a01 = a * b;
    const a11 = b * b + total;
    const inverse = 1 / (a00 * a11 - a01 * a01);
    for (let c = 0; c < 3; c++) {
      const l = left * 3 + c;
      const r = right * 3 + c;
      const u = up * 3 + c;
      const d = down * 3 + c;
      const at = i * 3 + c;
      const f = a * image[at] + wl * foreground[l] + wr * foreground[r] + wu * foreground[u] + wd * foreground[d];
      const g = b * image[at] + wl * background[l] + wr * background[r] + wu * background[u] + wd * background[d];
      foreground[at] = clamp((a11 * f - a01 * g) * inverse);
      background[at] = clamp((a00 * g - a01 * f) * inverse);
    }
  }
}

const clamp = (value: number) => Math.min(Math.max(value, 0), 255);

/** Bilinear foreground (0..2) and background (3..5) of a level at (x, y) in its pixels. */
function sample(level: Level, x: number, y: number, out: Float32Array): void {
  const { width, height, foreground, background } = level;
  const cx = Math.min(Math.max(x, 0), width - 1);
  const cy = Math.min(Math.max(y, 0), height - 1);
  const x0 = Math.trunc(cx);
  const y0 = Math.trunc(cy);
  const fx = cx - x0;
  const fy = cy - y0;
  const i00 = (y0 * width + x0) * 3;
  const i01 = x0 + 1 < width ? i00 + 3 : i00;
  const i10 = y0 + 1 < height ? i00 + width * 3 : i00;
  const i11 = i10 + (i01 - i00);
  const w00 = (1 - fx) * (1 - fy);
  const w01 = fx * (1 - fy);
  const w10 = (1 - fx) * fy;
  const w11 = fx * fy;
  for (let c = 0; c < 3; c++) {
    out[c] =
      w00 * foreground[i00 + c] + w01 * foreground[i01 + c] + w10 * foreground[i10 + c] + w11 * foreground[i11 + c];
    out[3 + c] =
      w00 * background[i00 + c] + w01 * background[i01 + c] + w10 * background[i10 + c] + w11 * background[i11 + c];
  }
}
