import { boxExtreme, boxMean } from './box.ts';
import { type Matte, newMatte, type Picture, type Tensor } from './picture.ts';
import { resize } from './resize.ts';
import type { Steps } from './steps.ts';

export interface RefineOptions {
  /** Window radius of the guided filter, in pixels of the coarse matte. */
  readonly radius?: number;
  /** Regularisation ε for guide values 0..1: larger follows the guide less. */
  readonly epsilon?: number;
  /** How far, in pixels of the coarse matte, an edge may move towards the guide's. */
  readonly reach?: number;
}

/** A coarse matte below/above this is surely background/foreground: networks rarely say exactly 0 or 1. */
const BLACK = 0.02;
const WHITE = 0.98;

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
 * (He & Sun 2015, arXiv:1505.00996): coefficients at the coarse size, applied at full size. The result stays within the
 * range that the coarse matte has nearby, so solid regions stay solid and no texture of the picture leaks in.
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

/** Per-window ridge regression of alpha on colour, coefficients then averaged over windows (He et al. 2013, eq. 19–21). */
function regress(
  alpha: Float32Array,
  guide: Picture,
  { radius = 3, epsilon = 1e-4, reach = 2 }: RefineOptions,
): Coefficients {
  const { width, height } = guide;
  const n = width * height;
  const mean = (value: (i: number) => number) => {
    const plane = new Float32Array(n);
    for (let i = 0; i < n; i++) plane[i] = value(i);
    boxMean(plane, width, height, radius);
    return plane;
  };
  const [r, g, b] = [0, 1, 2].map((c) => {
    const plane = new Float32Array(n);
    for (let i = 0; i < n; i++) plane[i] = guide.data[i * 4 + c] / 255;
    return plane;
  });
  const [mr, mg, mb, mp] = [mean((i) => r[i]), mean((i) => g[i]), mean((i) => b[i]), mean((i) => alpha[i])];
  const rr = mean((i) => r[i] * r[i]);
  const rg = mean((i) => r[i] * g[i]);
  const rb = mean((i) => r[i] * b[i]);
  const gg = mean((i) => g[i] * g[i]);
  const gb = mean((i) => g[i] * b[i]);
  const bb = mean((i) => b[i] * b[i]);
  const pr = mean((i) => alpha[i] * r[i]);
  const pg = mean((i) => alpha[i] * g[i]);
  const pb = mean((i) => alpha[i] * b[i]);
  for (let i = 0; i < n; i++) {
    // The symmetric 3×3 system (Σ + εI) a = cov(I, p), by Cramer's rule.
    const s0 = rr[i] - mr[i] * mr[i] + epsilon;
    const s1 = rg[i] - mr[i] * mg[i];
    const s2 = rb[i] - mr[i] * mb[i];
    const s3 = gg[i] - mg[i] * mg[i] + epsilon;
    const s4 = gb[i] - mg[i] * mb[i];
    const s5 = bb[i] - mb[i] * mb[i] + epsilon;
    const c0 = pr[i] - mp[i] * mr[i];
    const c1 = pg[i] - mp[i] * mg[i];
    const c2 = pb[i] - mp[i] * mb[i];
    const i0 = s3 * s5 - s4 * s4;
    const i1 = s2 * s4 - s1 * s5;
    const i2 = s1 * s4 - s2 * s3;
    const determinant = s0 * i0 + s1 * i1 + s2 * i2;
    const a0 = (i0 * c0 + i1 * c1 + i2 * c2) / determinant;
    const a1 = (i1 * c0 + (s0 * s5 - s2 * s2) * c1 + (s1 * s2 - s0 * s4) * c2) / determinant;
    const a2 = (i2 * c0 + (s1 * s2 - s0 * s4) * c1 + (s0 * s3 - s1 * s1) * c2) / determinant;
    rr[i] = a0;
    gg[i] = a1;
    bb[i] = a2;
    mp[i] -= a0 * mr[i] + a1 * mg[i] + a2 * mb[i];
  }
  for (const plane of [rr, gg, bb, mp]) boxMean(plane, width, height, radius);
  const low = alpha.slice();
  boxExtreme(low, width, height, reach, 'min');
  const high = alpha.slice();
  boxExtreme(high, width, height, reach, 'max');
  const data = new Float32Array(n * FIELDS);
  for (let i = 0, at = 0; i < n; i++, at += FIELDS) {
    data[at] = rr[i] / 255;
    data[at + 1] = gg[i] / 255;
    data[at + 2] = bb[i] / 255;
    data[at + 3] = mp[i];
    data[at + 4] = low[i];
    data[at + 5] = high[i];
  }
  return { width, height, data };
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
      const end = cell >= width - 1 ? guide.width : Math.min(guide.width, Math.ceil((cell + 1.5) / scaleX - 0.5));
      const low = Math.min(row[left + 4], row[right + 4]);
      const high = Math.max(row[left + 5], row[right + 5]);
      if (high <= 0 || low >= 1) {
        if (low >= 1) matte.data.fill(255, y * guide.width + x, y * guide.width + Math.max(x, end));
        x = Math.max(x, end);
        continue;
      }
      for (; x < end; x++) {
        const fx = Math.min(Math.max((x + 0.5) * scaleX - 0.5 - x0, 0), 1);
        const at = (y * guide.width + x) * 4;
        const mix = (field: number) => row[left + field] + (row[right + field] - row[left + field]) * fx;
        const alpha = mix(0) * guide.data[at] + mix(1) * guide.data[at + 1] + mix(2) * guide.data[at + 2] + mix(3);
        matte.data[y * guide.width + x] = 255 * Math.min(Math.max(alpha, mix(4)), mix(5));
      }
    }
    if ((y & 31) === 31) yield 0.3 + (0.7 * y) / guide.height;
  }
  return matte;
}
