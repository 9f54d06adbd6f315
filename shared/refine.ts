import { boxExtreme, boxMean, windowMeans } from './box.ts';
import { type Matte, newMatte, type Picture, type Tensor } from './picture.ts';
import { resize } from './resize.ts';
import type { Steps } from './steps.ts';

export interface RefineOptions {
  /** Radius of the windows that lines are fitted in, in pixels of the coarse matte. */
  readonly radius?: number;
  /** Regularisation ε for guide values 0..1: larger follows the guide less. */
  readonly epsilon?: number;
  /** How far, in pixels of the coarse matte, an edge may move towards the guide's. */
  readonly reach?: number;
}

export const REFINE_DEFAULTS: Required<RefineOptions> = { radius: 2, epsilon: 1e-3, reach: 2 };

/** A coarse matte below/above this is surely background/foreground: networks rarely say exactly 0 or 1. */
export const BLACK = 0.02;
export const WHITE = 0.98;

/** A plane of linear coefficients: alpha = red·R + green·G + blue·B + bias within [low, high], values 0..1. */
interface Coefficients {
  readonly width: number;
  readonly height: number;
  /** Six values a pixel: red, green, blue, bias, low, high. */
  readonly data: Float32Array;
}
const FIELDS = 6;

/**
 * Brings a coarse matte to the picture's size along the picture's own edges: the fast guided filter with a colour guide
 * (He & Sun 2015, arXiv:1505.00996): slopes at the coarse size, applied at full size. Unlike there, each line goes through
 * the coarse matte's own value, so that what colour does not explain (a blurred edge before a busy wall) stays as it was.
 * The result stays within the range that the coarse matte has nearby, so solid regions stay solid.
 *
 * @param coarse `[1, 1, height, width]` alpha 0..1.
 * @param guide the full-size picture.
 * @param sized the picture at the coarse size, if the caller has it.
 */
export function* refine(coarse: Tensor, guide: Picture, options: RefineOptions = {}, sized?: Picture): Steps<Matte> {
  const [height, width] = [coarse.dims[2], coarse.dims[3]];
  const small = sized?.width === width && sized.height === height ? sized : yield* resize(guide, width, height);
  const coefficients = regress(levels(coarse.data), small, options);
  yield 0.3;
  return yield* apply(coefficients, guide);
}

const levels = (alpha: Float32Array): Float32Array =>
  alpha.map((value) => Math.min(1, Math.max(0, (value - BLACK) / (WHITE - BLACK))));

/** Slopes are averaged over this radius. */
export const SMOOTH = 1;

/**
 * Ridge regression of alpha on colour in each window (He et al. 2013, eq. 19), slopes then averaged. Windows where alpha
 * is the same all over have nothing to explain and are skipped.
 */
function regress(alpha: Float32Array, { width, height, data: guide }: Picture, options: RefineOptions): Coefficients {
  const { radius, epsilon, reach } = { ...REFINE_DEFAULTS, ...options };
  const low = alpha.slice();
  boxExtreme(low, width, height, reach, 'min');
  boxMean(low, width, height, 1);
  const high = alpha.slice();
  boxExtreme(high, width, height, reach, 'max');
  boxMean(high, width, height, 1);
  const slopes = new Float32Array(width * height * 3);
  windowMeans(
    width,
    height,
    radius,
    MOMENTS,
    (y, row) => loadMoments(alpha, guide, y * width, row),
    (y, means) => {
      for (let x = 0, i = y * width; x < width; x++, i++) {
        if (low[i] !== high[i]) solveSlopes(means, x * MOMENTS, epsilon, slopes, i * 3);
      }
    },
  );
  const data = new Float32Array(width * height * FIELDS);
  windowMeans(
    width,
    height,
    SMOOTH,
    3,
    (y, row) => row.set(slopes.subarray(y * width * 3, (y + 1) * width * 3)),
    (y, means) => {
      for (let x = 0, i = y * width; x < width; x++, i++) {
        const at = i * FIELDS;
        data[at + 3] = alpha[i];
        for (let c = 0; c < 3; c++) {
          data[at + c] = means[x * 3 + c] / 255;
          data[at + 3] -= data[at + c] * guide[i * 4 + c];
        }
        data[at + 4] = low[i];
        data[at + 5] = high[i];
      }
    },
  );
  return { width, height, data };
}

/** Alpha, colour and their products: r g b p rr rg rb gg gb bb pr pg pb. */
const MOMENTS = 13;

function loadMoments(alpha: Float32Array, guide: Uint8ClampedArray, first: number, row: Float32Array): void {
  for (let i = first, at = 0; at < row.length; i++, at += MOMENTS) {
    const r = guide[i * 4] / 255;
    const g = guide[i * 4 + 1] / 255;
    const b = guide[i * 4 + 2] / 255;
    const p = alpha[i];
    row[at] = r;
    row[at + 1] = g;
    row[at + 2] = b;
    row[at + 3] = p;
    row[at + 4] = r * r;
    row[at + 5] = r * g;
    row[at + 6] = r * b;
    row[at + 7] = g * g;
    row[at + 8] = g * b;
    row[at + 9] = b * b;
    row[at + 10] = p * r;
    row[at + 11] = p * g;
    row[at + 12] = p * b;
  }
}

/** Solves (Σ + εI) a = cov(I, p) by Cramer's rule. */
function solveSlopes(m: Float32Array, at: number, epsilon: number, slopes: Float32Array, to: number): void {
  const r = m[at];
  const g = m[at + 1];
  const b = m[at + 2];
  const p = m[at + 3];
  const rr = m[at + 4] - r * r + epsilon;
  const rg = m[at + 5] - r * g;
  const rb = m[at + 6] - r * b;
  const gg = m[at + 7] - g * g + epsilon;
  const gb = m[at + 8] - g * b;
  const bb = m[at + 9] - b * b + epsilon;
  const pr = m[at + 10] - p * r;
  const pg = m[at + 11] - p * g;
  const pb = m[at + 12] - p * b;
  const c00 = gg * bb - gb * gb;
  const c01 = rb * gb - rg * bb;
  const c02 = rg * gb - rb * gg;
  const c11 = rr * bb - rb * rb;
  const c12 = rg * rb - rr * gb;
  const c22 = rr * gg - rg * rg;
  const inverse = 1 / (rr * c00 + rg * c01 + rb * c02);
  slopes[to] = (c00 * pr + c01 * pg + c02 * pb) * inverse;
  slopes[to + 1] = (c01 * pr + c11 * pg + c12 * pb) * inverse;
  slopes[to + 2] = (c02 * pr + c12 * pg + c22 * pb) * inverse;
}

/** Coefficients interpolated to full size, row by row; cells that are solid all around are filled without reading the guide. */
function* apply({ width, height, data }: Coefficients, guide: Picture): Steps<Matte> {
  const matte = newMatte(guide.width, guide.height);
  const row = new Float32Array(width * FIELDS);
  const scaleX = width / guide.width;
  const scaleY = height / guide.height;
  for (let y = 0; y < guide.height; y++) {
    const cy = Math.min(Math.max((y + 0.5) * scaleY - 0.5, 0), height - 1);
    const y0 = Math.min(Math.floor(cy), Math.max(0, height - 2));
    const below = Math.min(y0 + 1, height - 1) * width * FIELDS;
    const above = y0 * width * FIELDS;
    const fy = cy - y0;
    for (let i = 0; i < row.length; i++) row[i] = data[above + i] + (data[below + i] - data[above + i]) * fy;
    for (let cell = 0, x = 0; x < guide.width; cell++) {
      const x0 = Math.min(cell, width - 1);
      const left = x0 * FIELDS;
      const right = Math.min(x0 + 1, width - 1) * FIELDS;
      // Pixels whose centre lies left of the next coarse centre belong to this cell.
      const end =
        cell >= width - 1 ? guide.width : Math.max(x, Math.min(guide.width, Math.ceil((cell + 1.5) / scaleX - 0.5)));
      if (Math.max(row[left + 5], row[right + 5]) <= 0) x = end;
      else if (Math.min(row[left + 4], row[right + 4]) >= 1) {
        matte.data.fill(255, y * guide.width + x, y * guide.width + end);
        x = end;
      }
      for (; x < end; x++) {
        const fx = Math.min(Math.max((x + 0.5) * scaleX - 0.5 - x0, 0), 1);
        const gx = 1 - fx;
        const at = (y * guide.width + x) * 4;
        const alpha =
          (gx * row[left] + fx * row[right]) * guide.data[at] +
          (gx * row[left + 1] + fx * row[right + 1]) * guide.data[at + 1] +
          (gx * row[left + 2] + fx * row[right + 2]) * guide.data[at + 2] +
          (gx * row[left + 3] + fx * row[right + 3]);
        const low = gx * row[left + 4] + fx * row[right + 4];
        const high = gx * row[left + 5] + fx * row[right + 5];
        matte.data[y * guide.width + x] = 255 * Math.min(Math.max(alpha, low), high);
      }
    }
    if ((y & 31) === 31) yield 0.3 + (0.7 * y) / guide.height;
  }
  return matte;
}
