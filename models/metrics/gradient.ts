import type { Matte } from '../../shared/image/picture.ts';
import { expectSameSize } from './mask.ts';

/** Width of the Gaussian; kernels end where it falls below `CUTOFF`. */
const SIGMA = 1.4;
const CUTOFF = 0.01;

/** A Gaussian and its derivative, scaled so that the squares of their product's kernel sum to 1. */
interface Kernels {
  readonly half: number;
  readonly smooth: readonly number[];
  readonly slope: readonly number[];
}

function kernels(): Kernels {
  const half = Math.ceil(SIGMA * Math.sqrt(-2 * Math.log(Math.sqrt(2 * Math.PI) * SIGMA * CUTOFF)));
  const gauss = (x: number) => Math.exp((-x * x) / (2 * SIGMA * SIGMA)) / (SIGMA * Math.sqrt(2 * Math.PI));
  const offsets = Array.from({ length: 2 * half + 1 }, (_, i) => i - half);
  const unit = (values: readonly number[]) => {
    const length = Math.hypot(...values);
    return values.map((value) => value / length);
  };
  return {
    half,
    smooth: unit(offsets.map(gauss)),
    slope: unit(offsets.map((x) => (x * gauss(x)) / (SIGMA * SIGMA))),
  };
}

/**
 * Gradient error in thousands, Σ(|∇α|−|∇α*|)² / 1000 (Rhemann et al. 2009, q = 2): alpha 0..1 convolved with first
 * derivatives of a Gaussian, σ = 1.4, kernels of norm 1 and borders replicated, as the deep-matting benchmarks do; over the
 * whole picture.
 */
export function gradientError(found: Matte, truth: Matte): number {
  expectSameSize(found, truth);
  const k = kernels();
  const { height } = truth;
  const [a, b] = [slopes(found, k), slopes(truth, k)];
  let sum = 0;
  for (let y = 0; y < height; y++) {
    const [mine, theirs] = [a(y), b(y)];
    for (let x = 0; x < mine.length; x++) sum += (mine[x] - theirs[x]) ** 2;
  }
  return sum / 1000;
}

/** The gradient's magnitude, row by row: rows must be asked for in order. */
function slopes({ width, height, data }: Matte, { half, smooth, slope }: Kernels): (y: number) => Float32Array {
  const size = 2 * half + 1;
  // Rows that were convolved across, kept as long as a later row needs them.
  const smoothed = Array.from({ length: size }, () => new Float32Array(width));
  const sloped = Array.from({ length: size }, () => new Float32Array(width));
  const padded = new Float32Array(width + 2 * half);
  let ready = 0;
  const prepare = (y: number) => {
    for (let x = 0; x < padded.length; x++) {
      padded[x] = data[y * width + Math.min(width - 1, Math.max(0, x - half))] / 255;
    }
    const [s, d] = [smoothed[y % size], sloped[y % size]];
    for (let x = 0; x < width; x++) {
      let plain = 0;
      let steep = 0;
      for (let t = 0; t < size; t++) {
        plain += smooth[t] * padded[x + t];
        steep += slope[t] * padded[x + t];
      }
      s[x] = plain;
      d[x] = steep;
    }
  };
  const across = new Float32Array(width);
  const down = new Float32Array(width);
  return (y) => {
    while (ready <= Math.min(height - 1, y + half)) prepare(ready++);
    across.fill(0);
    down.fill(0);
    for (let t = 0; t < size; t++) {
      const row = Math.min(height - 1, Math.max(0, y + t - half)) % size;
      const [s, d] = [smoothed[row], sloped[row]];
      for (let x = 0; x < width; x++) {
        across[x] += smooth[t] * d[x];
        down[x] += slope[t] * s[x];
      }
    }
    for (let x = 0; x < width; x++) across[x] = Math.sqrt(across[x] ** 2 + down[x] ** 2);
    return across;
  };
}
