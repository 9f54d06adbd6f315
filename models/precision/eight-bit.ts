import { fromHalf, toHalf } from '../onnx/half.ts';

const LIMIT = 127;

/** Signed bytes with one scale (that a half holds exactly) for each output channel: weight ≈ byte × scale. */
export interface EightBit {
  readonly bytes: Int8Array;
  readonly scales: Float32Array;
}

/** Steps (from the full range down to 60 % of it) at which a channel's scale is tried. */
const RANGES = Array.from({ length: 11 }, (_, i) => 1 - i * 0.04);

const clamp = (value: number) => Math.max(-LIMIT, Math.min(LIMIT, value));

/** The scale, a half, with the least squared error over `weights`: clipping the largest a little often pays. */
function bestScale(weights: Float32Array): number {
  let largest = 0;
  for (const weight of weights) largest = Math.max(largest, Math.abs(weight));
  if (largest === 0) return 1;
  let best = { scale: largest / LIMIT, error: Number.POSITIVE_INFINITY };
  for (const range of RANGES) {
    const scale = fromHalf(toHalf((largest * range) / LIMIT));
    let error = 0;
    for (const weight of weights) error += (weight - clamp(Math.round(weight / scale)) * scale) ** 2;
    if (error < best.error) best = { scale, error };
  }
  return best.scale;
}

/**
 * Rounds one channel so that the errors cancel: within each kernel, then within the channel, as many weights as the
 * summed error counts are rounded the other way, those first that lose least by it. What a smooth input gives then
 * hardly changes (SQuant: Guo et al., ICLR 2022, https://arxiv.org/abs/2202.07471).
 *
 * @param kernel how many consecutive weights make one spatial kernel.
 */
function roundTogether(weights: Float32Array, scale: number, kernel: number): Int8Array {
  const rounded = Int8Array.from(weights, (weight) => clamp(Math.round(weight / scale)));
  const errors = Float64Array.from(rounded, (value, i) => value - weights[i] / scale);

  const cancel = (candidates: number[], sum: number) => {
    if (Math.abs(sum) < 0.5) return;
    const sign = Math.sign(sum);
    candidates
      .filter((i) => Math.abs(rounded[i] - sign) <= LIMIT)
      .sort((a, b) => sign * (errors[b] - errors[a]))
      .slice(0, Math.round(Math.abs(sum)))
      .forEach((i) => {
        rounded[i] -= sign;
        errors[i] -= sign;
      });
  };
  const sumOf = (indices: Iterable<number>) => {
    let sum = 0;
    for (const i of indices) sum += errors[i];
    return sum;
  };

  const foremost: number[] = [];
  const kernels = weights.length / kernel;
  for (let k = 0; kernel > 1 && k < kernels; k++) {
    const indices = Array.from({ length: kernel }, (_, i) => k * kernel + i);
    cancel(indices, sumOf(indices));
  }
  const sum = sumOf(errors.keys());
  for (let k = 0; k < kernels; k++) {
    let best = k * kernel;
    for (let i = best + 1; i < (k + 1) * kernel; i++) if (Math.sign(sum) * (errors[i] - errors[best]) > 0) best = i;
    foremost.push(best);
  }
  cancel(foremost, sum);
  return rounded;
}

/**
 * Weights as signed bytes, symmetric, a scale for each of the `channels` output channels.
 *
 * @param weights channel after channel, each a run of kernels of `kernel` weights.
 */
export function toEightBit(weights: Float32Array, channels: number, kernel: number): EightBit {
  const length = weights.length / channels;
  const bytes = new Int8Array(weights.length);
  const scales = new Float32Array(channels);
  for (let channel = 0; channel < channels; channel++) {
    const own = weights.subarray(channel * length, (channel + 1) * length);
    scales[channel] = bestScale(own);
    bytes.set(roundTogether(own, scales[channel], kernel), channel * length);
  }
  return { bytes, scales };
}
