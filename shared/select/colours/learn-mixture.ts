import { SUMS } from '../../matting/colour-model.ts';
import { adjugate, SYMMETRIC } from '../../matting/linear3.ts';
import { type Mixture, responsibilities } from './mixture.ts';

/** Rounds of expectation and maximisation. */
const ROUNDS = 4;
/** Variance that each Gaussian has at least, in levels²: camera, file, and shades in between. */
const LEAST_VARIANCE = 24;
/** A Gaussian with less weight is dropped. */
const LEAST_WEIGHT = 1e-3;

/** Limits for fitting a mixture. */
export interface Learning {
  /** Gaussians at most. */
  readonly gaussians: number;
  /** The most cells that are used. */
  readonly samples: number;
}

/**
 * Fits a Gaussian mixture to the colours of weighted cells: they are split along the widest axis into a few clusters (Orchard & Bouman 1991), then
 * fitted by expectation and maximisation.
 *
 * @param colours red, green, blue of each cell, 0..255.
 * @param weights of each cell, 0 where it does not belong; not all 0.
 */
export function learnMixture(colours: Float32Array, weights: Float32Array, { gaussians, samples }: Learning): Mixture {
  const cells = membersOf(weights, samples);
  let mixture = mixtureOf(splitUp(colours, weights, cells, gaussians));
  for (let round = 0; round < ROUNDS; round++) {
    const sums = new Float64Array(mixture.count * SUMS);
    const shares = new Float64Array(mixture.count);
    for (const cell of cells) {
      responsibilities(mixture, colours, cell, shares);
      for (let k = 0; k < mixture.count; k++) {
        const weight = shares[k] * weights[cell];
        if (weight > 1e-4) add(sums, k * SUMS, colours, cell, weight);
      }
    }
    mixture = mixtureOf(sums);
  }
  return mixture;
}

/** Cells with a weight; of more than `samples` about every second, third, … one. */
function membersOf(weights: Float32Array, samples: number): Int32Array {
  let count = 0;
  for (const weight of weights) if (weight > 0) count++;
  const step = Math.max(1, Math.floor(count / samples));
  const members = new Int32Array(Math.ceil(count / step));
  for (let cell = 0, seen = 0; cell < weights.length; cell++) {
    if (weights[cell] > 0 && seen++ % step === 0) members[(seen - 1) / step] = cell;
  }
  return members;
}

/** Like `addTo` of `colour-model.ts`, but apart: one function for both kinds of arrays makes the colour model slower by a third. */
function add(sums: Float64Array, at: number, colours: Float32Array, cell: number, weight: number): void {
  const red = colours[cell * 3];
  const green = colours[cell * 3 + 1];
  const blue = colours[cell * 3 + 2];
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

/** Covariance of a cluster's sums. */
function covarianceOf(sums: Float64Array, at: number, to: Float64Array): void {
  const [weight, red, green, blue] = [sums[at], sums[at + 1], sums[at + 2], sums[at + 3]];
  const [r, g, b] = [red / weight, green / weight, blue / weight];
  to[0] = sums[at + 4] / weight - r * r;
  to[1] = sums[at + 5] / weight - r * g;
  to[2] = sums[at + 6] / weight - r * b;
  to[3] = sums[at + 7] / weight - g * g;
  to[4] = sums[at + 8] / weight - g * b;
  to[5] = sums[at + 9] / weight - b * b;
}

/** Sums of clusters: the cluster with the widest colours is repeatedly divided across its widest axis. */
function splitUp(colours: Float32Array, weights: Float32Array, cells: Int32Array, most: number): Float64Array {
  const labels = new Uint8Array(cells.length);
  const sums = new Float64Array(most * SUMS);
  for (const cell of cells) add(sums, 0, colours, cell, weights[cell]);
  const covariance = new Float64Array(SYMMETRIC);
  let count = 1;
  for (; count < most; count++) {
    let widest = { label: 0, spread: 0, axis: [1, 0, 0] };
    for (let label = 0; label < count; label++) {
      if (sums[label * SUMS] <= 0) continue;
      covarianceOf(sums, label * SUMS, covariance);
      const { length, axis } = widestAxis(covariance);
      const spread = length * sums[label * SUMS];
      if (spread > widest.spread && length > LEAST_VARIANCE) widest = { label, spread, axis };
    }
    if (widest.spread === 0) break;
    const from = widest.label * SUMS;
    const [x, y, z] = widest.axis;
    const middle = (x * sums[from + 1] + y * sums[from + 2] + z * sums[from + 3]) / sums[from];
    sums.fill(0, from, from + SUMS);
    for (let i = 0; i < cells.length; i++) {
      if (labels[i] !== widest.label) continue;
      const at = cells[i] * 3;
      if (x * colours[at] + y * colours[at + 1] + z * colours[at + 2] > middle) labels[i] = count;
      add(sums, labels[i] * SUMS, colours, cells[i], weights[cells[i]]);
    }
  }
  return sums.subarray(0, count * SUMS);
}

/** The eigenvector of the largest eigenvalue of a symmetric matrix, by power iteration. */
function widestAxis(m: Float64Array): { length: number; axis: number[] } {
  let [x, y, z] = [1, 1, 1];
  let length = 0;
  for (let i = 0; i < 12; i++) {
    const u = m[0] * x + m[1] * y + m[2] * z;
    const v = m[1] * x + m[3] * y + m[4] * z;
    const w = m[2] * x + m[4] * y + m[5] * z;
    length = Math.hypot(u, v, w);
    if (length === 0) return { length, axis: [1, 0, 0] };
    [x, y, z] = [u / length, v / length, w / length];
  }
  return { length, axis: [x, y, z] };
}

function mixtureOf(sums: Float64Array): Mixture {
  const most = sums.length / SUMS;
  const means = new Float64Array(most * 3);
  const inverses = new Float64Array(most * SYMMETRIC);
  const scales = new Float64Array(most);
  const covariance = new Float64Array(SYMMETRIC);
  const inverse = new Float64Array(SYMMETRIC);
  let whole = 0;
  for (let k = 0; k < most; k++) whole += sums[k * SUMS];
  let count = 0;
  for (let k = 0; k < most; k++) {
    const at = k * SUMS;
    if (sums[at] < LEAST_WEIGHT * whole) continue;
    covarianceOf(sums, at, covariance);
    for (const diagonal of [0, 3, 5]) covariance[diagonal] += LEAST_VARIANCE;
    const scale = adjugate(covariance, inverse);
    for (let c = 0; c < 3; c++) means[count * 3 + c] = sums[at + 1 + c] / sums[at];
    for (let f = 0; f < SYMMETRIC; f++) inverses[count * SYMMETRIC + f] = inverse[f] * scale;
    scales[count] = Math.log(sums[at] / whole) + 0.5 * Math.log(scale);
    count++;
  }
  return { count, means, inverses, scales };
}
