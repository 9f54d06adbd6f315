import { boxExtreme, boxMean, sharesOf } from '../image/box-filter.ts';
import type { Box, Size } from '../image/geometry.ts';
import { type Matte, newMatte, type Picture, sizeOf, type Tensor } from '../image/picture.ts';
import { atSize } from '../image/resize.ts';
import { type Rows, rowOf } from '../image/rows/rows.ts';
import type { Steps } from '../steps.ts';
import { adjugate, SYMMETRIC, times } from './linear3.ts';

/** How closely a refined matte follows the guide. */
export interface RefineOptions {
  /** Radius of the windows that lines are fitted in, in pixels of the coarse matte. */
  readonly radius?: number;
  /** Regularisation ε for guide values 0..1: larger follows the guide less. */
  readonly epsilon?: number;
  /** How far, in pixels of the coarse matte, an edge may move towards the guide's. */
  readonly reach?: number;
}

/** What `refineMatte` takes where an option is left out. */
export const REFINE_DEFAULTS: Required<RefineOptions> = { radius: 2, epsilon: 1e-3, reach: 2 };

/** A coarse matte below/above this is surely background/foreground: networks rarely say exactly 0 or 1. */
export const BLACK = 0.02;
export const WHITE = 0.98;

/** A plane of linear coefficients: alpha = red·R + green·G + blue·B + bias within [low, high], values 0..1. */
interface Coefficients {
  readonly width: number;
  readonly height: number;
  /** Six values a pixel: red, green, blue (for levels 0..255), bias, low, high. */
  readonly data: Float32Array;
}
const FIELDS = 6;

/**
 * Enlarges a coarse matte to the picture's size along the picture's own edges. It is the fast guided filter with a colour guide
 * (He & Sun 2015, arXiv:1505.00996): slopes are fitted at the coarse size and applied at full size. It differs from the paper
 * in one thing: each linear function passes through the coarse matte's own value. So alpha that colour does not explain remains, for
 * example a blurred edge in front of a busy wall. The result stays within the range of the coarse matte nearby, so solid regions
 * stay solid.
 *
 * @param coarse `[1, 1, height, width]` alpha 0..1.
 * @param guide the full-size picture.
 * @param copy a copy of the picture that is at least as large as the coarse matte, if the caller has it: the slopes are fitted to that.
 */
export function* refineMatte(
  coarse: Tensor,
  guide: Picture,
  options: RefineOptions = {},
  copy: Picture = guide,
): Steps<Matte> {
  const small = yield* atSize(copy, sizeOf(coarse));
  const { row } = refiner(coarse, small, guide, options);
  yield 0.3;
  const matte = newMatte(guide.width, guide.height);
  for (let y = 0; y < guide.height; y++) {
    row(guide, y, matte);
    if ((y & 31) === 31) yield 0.3 + (0.7 * y) / guide.height;
  }
  return matte;
}

/** Refines a matte row by row. */
export interface Refiner {
  /** Writes one row of the matte; of the guide that row alone is read. */
  row(guide: Rows, y: number, matte: Rows): void;
  /** False if a box of the matte contains only background. */
  isVisible(box: Box): boolean;
  /** False if a box of the matte contains only background or only foreground; its guide is not read there. */
  isMixed(box: Box): boolean;
}

/**
 * `refineMatte` row by row, for a guide that is not in memory as a whole.
 *
 * @param sized the guide at the coarse size; `size` is that of the guide.
 */
export function refiner(coarse: Tensor, sized: Picture, size: Size, options: RefineOptions = {}): Refiner {
  const coefficients = regress(levels(coarse.data), sized, options);
  const within = (box: Box, is: (low: number, high: number) => boolean) => someCell(coefficients, size, box, is);
  return {
    row: (guide, y, matte) => applyRow(coefficients, guide, y, matte),
    isVisible: (box) => within(box, (_, high) => high > 0),
    isMixed: (box) => within(box, (_, high) => high > 0) && within(box, (low) => low < 1),
  };
}

/** Whether a condition holds for the range of alpha of any coarse pixel in a box. */
function someCell(
  { width, height, data }: Coefficients,
  size: Size,
  { x, y, ...box }: Box,
  is: (low: number, high: number) => boolean,
): boolean {
  const cellOf = (at: number, cells: number, length: number, shift: number) =>
    Math.min(cells - 1, Math.max(0, Math.floor((at * cells) / length - 0.5) + shift));
  const [left, right] = [cellOf(x, width, size.width, 0), cellOf(x + box.width, width, size.width, 1)];
  const [top, bottom] = [cellOf(y, height, size.height, 0), cellOf(y + box.height, height, size.height, 1)];
  for (let v = top; v <= bottom; v++) {
    for (let u = left; u <= right; u++) {
      const at = (v * width + u) * FIELDS;
      if (is(data[at + 4], data[at + 5])) return true;
    }
  }
  return false;
}

const levels = (alpha: Float32Array): Float32Array =>
  alpha.map((value) => Math.min(1, Math.max(0, (value - BLACK) / (WHITE - BLACK))));

/** Slopes are averaged over this radius. */
export const SMOOTH = 1;

/**
 * Ridge regression of alpha on colour in each window (He et al. 2013, eq. 19), slopes then averaged. Windows where alpha
 * is the same all over have nothing to explain: their slopes are 0.
 */
function regress(alpha: Float32Array, sized: Picture, options: RefineOptions): Coefficients {
  const { width, height, data: guide } = sized;
  const { radius, epsilon, reach } = { ...REFINE_DEFAULTS, ...options };
  const low = alpha.slice();
  boxExtreme(low, width, height, reach, 'min');
  boxMean(low, width, height, 1);
  const high = alpha.slice();
  boxExtreme(high, width, height, reach, 'max');
  boxMean(high, width, height, 1);
  const data = new Float32Array(width * height * FIELDS);
  const momentsAt = momentsReader(alpha, sized, radius);
  const slopes = new Float64Array(3);
  const shares = { across: sharesOf(width, SMOOTH), down: sharesOf(height, SMOOTH) };
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (low[i] === high[i]) continue;
      solveSlopes(momentsAt(x, y), epsilon * 255 * 255, slopes);
      spread(slopes, x, y, data, shares);
    }
  }
  for (let i = 0, at = 0; at < data.length; i++, at += FIELDS) {
    const explained = data[at] * guide[i * 4] + data[at + 1] * guide[i * 4 + 1] + data[at + 2] * guide[i * 4 + 2];
    data[at + 3] = alpha[i] - explained;
    data[at + 4] = low[i];
    data[at + 5] = high[i];
  }
  return { width, height, data };
}

/** One over how many places of a window lie inside the matte, along each axis. */
type Shares = Readonly<Record<'across' | 'down', Float64Array>>;

/** Adds a window's slopes to the means of those around it. */
function spread(slopes: Float64Array, x: number, y: number, data: Float32Array, { across, down }: Shares): void {
  const [width, height] = [across.length, down.length];
  for (let row = Math.max(0, y - SMOOTH); row <= Math.min(height - 1, y + SMOOTH); row++) {
    for (let column = Math.max(0, x - SMOOTH); column <= Math.min(width - 1, x + SMOOTH); column++) {
      const share = down[row] * across[column];
      const at = (row * width + column) * FIELDS;
      data[at] += slopes[0] * share;
      data[at + 1] += slopes[1] * share;
      data[at + 2] += slopes[2] * share;
    }
  }
}

/** Means of colour (0..255), alpha and their products: r g b p rr rg rb gg gb bb pr pg pb. */
const MOMENTS = 13;

/**
 * Reads the moments of the (2r+1)² window around a pixel, clipped at the borders. Quickest when asked from left to right:
 * the window's columns are kept.
 *
 * @returns the same array each time.
 */
function momentsReader(alpha: Float32Array, { width, height, data: guide }: Picture, radius: number) {
  const span = 2 * radius + 1;
  const shares = { across: sharesOf(width, radius), down: sharesOf(height, radius) };
  const columns = new Float64Array(span * MOMENTS);
  const sums = new Float64Array(MOMENTS);
  const means = new Float64Array(MOMENTS);
  let [row, last] = [-1, -1];

  const enter = (x: number, y: number, isAfter: boolean) => {
    const slot = ((x + span) % span) * MOMENTS;
    if (isAfter) for (let f = 0; f < MOMENTS; f++) sums[f] -= columns[slot + f];
    sumColumn(x, Math.max(0, y - radius), Math.min(height - 1, y + radius), slot);
    for (let f = 0; f < MOMENTS; f++) sums[f] += columns[slot + f];
  };
  const sumColumn = (x: number, top: number, bottom: number, slot: number) => {
    let [sr, sg, sb, sp, rr, rg, rb, gg, gb, bb, pr, pg, pb] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    if (x >= 0 && x < width) {
      for (let y = top, i = top * width + x; y <= bottom; y++, i += width) {
        const r = guide[i * 4];
        const g = guide[i * 4 + 1];
        const b = guide[i * 4 + 2];
        const p = alpha[i];
        sr += r;
        sg += g;
        sb += b;
        sp += p;
        rr += r * r;
        rg += r * g;
        rb += r * b;
        gg += g * g;
        gb += g * b;
        bb += b * b;
        pr += p * r;
        pg += p * g;
        pb += p * b;
      }
    }
    columns[slot] = sr;
    columns[slot + 1] = sg;
    columns[slot + 2] = sb;
    columns[slot + 3] = sp;
    columns[slot + 4] = rr;
    columns[slot + 5] = rg;
    columns[slot + 6] = rb;
    columns[slot + 7] = gg;
    columns[slot + 8] = gb;
    columns[slot + 9] = bb;
    columns[slot + 10] = pr;
    columns[slot + 11] = pg;
    columns[slot + 12] = pb;
  };

  return (x: number, y: number): Float64Array => {
    if (y === row && x === last + 1) enter(x + radius, y, true);
    else {
      sums.fill(0);
      for (let column = x - radius; column <= x + radius; column++) enter(column, y, false);
    }
    [row, last] = [y, x];
    const share = shares.down[y] * shares.across[x];
    for (let f = 0; f < MOMENTS; f++) means[f] = sums[f] * share;
    return means;
  };
}

const covariance = new Float64Array(SYMMETRIC);
const inverted = new Float64Array(SYMMETRIC);

/** Solves (Σ + εI) a = cov(I, p). */
function solveSlopes(m: Float64Array, epsilon: number, slopes: Float64Array): void {
  const [r, g, b, p] = [m[0], m[1], m[2], m[3]];
  covariance[0] = m[4] - r * r + epsilon;
  covariance[1] = m[5] - r * g;
  covariance[2] = m[6] - r * b;
  covariance[3] = m[7] - g * g + epsilon;
  covariance[4] = m[8] - g * b;
  covariance[5] = m[9] - b * b + epsilon;
  times(inverted, m[10] - p * r, m[11] - p * g, m[12] - p * b, adjugate(covariance, inverted), slopes);
}

/**
 * One row of coefficients interpolated to full size, cell by cell between four; cells that are solid all around are filled
 * without reading the guide.
 */
function applyRow({ width, height, data }: Coefficients, guide: Rows, y: number, to: Rows): void {
  const { data: pixels } = guide;
  const { data: matte } = to;
  const scaleX = width / guide.width;
  const cy = Math.min(Math.max(((y + 0.5) * height) / guide.height - 0.5, 0), height - 1);
  const y0 = Math.min(Math.floor(cy), Math.max(0, height - 2));
  const down = (Math.min(y0 + 1, height - 1) - y0) * width * FIELDS;
  const fy = cy - y0;
  const first = rowOf(to, y) * guide.width;
  const read = rowOf(guide, y) * guide.width;
  for (let cell = 0, x = 0; x < guide.width; cell++) {
    const x0 = Math.min(cell, width - 1);
    const a = (y0 * width + x0) * FIELDS;
    const b = x0 < width - 1 ? a + FIELDS : a;
    const c = a + down;
    const d = b + down;
    // Pixels whose centre lies left of the next coarse centre belong to this cell.
    const end =
      cell >= width - 1 ? guide.width : Math.max(x, Math.min(guide.width, Math.ceil((cell + 1.5) / scaleX - 0.5)));
    if (data[a + 5] <= 0 && data[b + 5] <= 0 && data[c + 5] <= 0 && data[d + 5] <= 0) {
      matte.fill(0, first + x, first + end);
      x = end;
    } else if (data[a + 4] >= 1 && data[b + 4] >= 1 && data[c + 4] >= 1 && data[d + 4] >= 1) {
      matte.fill(255, first + x, first + end);
      x = end;
    }
    for (; x < end; x++) {
      const fx = Math.min(Math.max((x + 0.5) * scaleX - 0.5 - x0, 0), 1);
      const wa = (1 - fx) * (1 - fy);
      const wb = fx * (1 - fy);
      const wc = (1 - fx) * fy;
      const wd = fx * fy;
      const at = (read + x) * 4;
      const alpha =
        (wa * data[a] + wb * data[b] + wc * data[c] + wd * data[d]) * pixels[at] +
        (wa * data[a + 1] + wb * data[b + 1] + wc * data[c + 1] + wd * data[d + 1]) * pixels[at + 1] +
        (wa * data[a + 2] + wb * data[b + 2] + wc * data[c + 2] + wd * data[d + 2]) * pixels[at + 2] +
        (wa * data[a + 3] + wb * data[b + 3] + wc * data[c + 3] + wd * data[d + 3]);
      const low = wa * data[a + 4] + wb * data[b + 4] + wc * data[c + 4] + wd * data[d + 4];
      const high = wa * data[a + 5] + wb * data[b + 5] + wc * data[c + 5] + wd * data[d + 5];
      matte[first + x] = 255 * Math.min(Math.max(alpha, low), high);
    }
  }
}
