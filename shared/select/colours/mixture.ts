import { SYMMETRIC } from '../../matting/linear3.ts';

/** A colour of more than this distance, in standard deviations squared, is of no Gaussian. */
const FARTHEST = 60;
/** A mixture of Gaussians over colours. */
export interface Mixture {
  readonly count: number;
  /** Means: red, green, blue of each. */
  readonly means: Float64Array;
  /** Inverses of the covariances, `SYMMETRIC` fields each. */
  readonly inverses: Float64Array;
  /** Logarithm of weight and normalisation of each. */
  readonly scales: Float64Array;
}

/** Logarithm of the density of one Gaussian, but for a constant. */
function logDensity({ means, inverses, scales }: Mixture, k: number, r: number, g: number, b: number): number {
  const x = r - means[k * 3];
  const y = g - means[k * 3 + 1];
  const z = b - means[k * 3 + 2];
  const m = k * SYMMETRIC;
  const square =
    x * (inverses[m] * x + 2 * (inverses[m + 1] * y + inverses[m + 2] * z)) +
    y * (inverses[m + 3] * y + 2 * inverses[m + 4] * z) +
    z * z * inverses[m + 5];
  return scales[k] - 0.5 * Math.min(FARTHEST, square);
}

/**
 * How much each Gaussian explains of one cell's colour.
 *
 * @param shares takes one number for each, 0..1; they add up to 1.
 */
export function responsibilities(mixture: Mixture, colours: Float32Array, cell: number, shares: Float64Array): void {
  const { count } = mixture;
  let largest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < count; k++) {
    shares[k] = logDensity(mixture, k, colours[cell * 3], colours[cell * 3 + 1], colours[cell * 3 + 2]);
    if (shares[k] > largest) largest = shares[k];
  }
  let sum = 0;
  for (let k = 0; k < count; k++) {
    shares[k] = Math.exp(shares[k] - largest);
    sum += shares[k];
  }
  for (let k = 0; k < count; k++) shares[k] /= sum;
}

/**
 * How likely each cell's colour is under the Gaussian that explains it best, in logarithms, but for a constant that all
 * mixtures share.
 */
export function logLikelihoods(mixture: Mixture, colours: Float32Array): Float32Array {
  const result = new Float32Array(colours.length / 3).fill(Number.NEGATIVE_INFINITY);
  for (let k = 0; k < mixture.count; k++) {
    for (let cell = 0, at = 0; cell < result.length; cell++, at += 3) {
      const log = logDensity(mixture, k, colours[at], colours[at + 1], colours[at + 2]);
      if (log > result[cell]) result[cell] = log;
    }
  }
  return result;
}
