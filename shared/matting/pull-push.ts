/** A grid of cells in row-major order, each with several fields side by side. */
export interface Grid {
  readonly width: number;
  readonly height: number;
  readonly fields: number;
  readonly data: Float32Array;
}

/**
 * Turns weighted sums into means. Cells of little weight are filled in from ever larger surroundings. This is the pull–push
 * pyramid (Gortler, Grzeszczuk, Szeliski, Cohen 1996, section 3.4).
 *
 * @param sums field 0 is a cell's weight; a cell of weight 1 needs nothing from around it. The others are sums by that weight.
 *   Overwritten.
 * @returns the same grid: field 0 is still the weight, the others are means.
 */
export function fillGaps(sums: Grid): Grid {
  const isTop = sums.width === 1 && sums.height === 1;
  const above = isTop ? undefined : fillGaps(halved(sums));
  const { width, height, fields, data } = sums;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += fields) {
      const weight = data[at];
      const share = above ? Math.min(1, weight) : 1;
      const scale = weight > 0 ? share / weight : 0;
      for (let f = 1; f < fields; f++) data[at + f] *= scale;
      if (above && share < 1) addSample(above, x / 2 - 0.25, y / 2 - 0.25, 1 - share, data, at);
    }
  }
  return sums;
}

/** Sums of 2 × 2 cells. */
function halved({ width, height, fields, data }: Grid): Grid {
  const half = { width: (width + 1) >> 1, height: (height + 1) >> 1, fields };
  const sums = new Float32Array(half.width * half.height * fields);
  for (let y = 0, from = 0; y < height; y++) {
    for (let x = 0; x < width; x++, from += fields) {
      const to = ((y >> 1) * half.width + (x >> 1)) * fields;
      for (let f = 0; f < fields; f++) sums[to + f] += data[from + f];
    }
  }
  return { ...half, data: sums };
}

/** Adds `share` of a grid's bilinear sample, all fields but the weight. */
function addSample(
  { width, height, fields, data }: Grid,
  x: number,
  y: number,
  share: number,
  to: Float32Array,
  at: number,
) {
  const left = Math.min(Math.max(x, 0), width - 1);
  const top = Math.min(Math.max(y, 0), height - 1);
  const x0 = Math.trunc(left);
  const y0 = Math.trunc(top);
  const x1 = Math.min(x0 + 1, width - 1);
  const y1 = Math.min(y0 + 1, height - 1);
  const fx = left - x0;
  const fy = top - y0;
  const a = (y0 * width + x0) * fields;
  const b = (y0 * width + x1) * fields;
  const c = (y1 * width + x0) * fields;
  const d = (y1 * width + x1) * fields;
  const wa = share * (1 - fx) * (1 - fy);
  const wb = share * fx * (1 - fy);
  const wc = share * (1 - fx) * fy;
  const wd = share * fx * fy;
  for (let f = 1; f < fields; f++) {
    to[at + f] += wa * data[a + f] + wb * data[b + f] + wc * data[c + f] + wd * data[d + f];
  }
}
