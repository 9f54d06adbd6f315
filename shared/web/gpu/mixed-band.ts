import { areaOf, type Size } from '../../image/geometry.ts';
import { BROKEN, DEVIATION, EXPECTED, LEAST_DEVIATION, ringOf, WHOLE } from '../../matting/bayesian-alpha.ts';
import { gridOf, LEAST_VARIANCE, MODEL, POWER, SOMETHING, SUMS } from '../../matting/colour-model.ts';
import { EVERY } from '../../matting/foreground.ts';
import type { Noise } from '../../matting/noise.ts';
import type { Recorder } from './gpu.ts';

/** Pixels of a row that one point of `smear` looks at, and values that one of `total` sums. */
const CHUNK = 64;

/**
 * The mixed band, by the colours around it: alpha of each pixel, then the foreground's colour.
 *
 * @param refined matte, one byte a pixel.
 * @param noise of the picture, which is looked for by the CPU: that takes a few rows.
 * @returns the matte, as `refined`, and the cutout, RGBA8, straight alpha.
 */
export function recordMixedBand(
  gpu: Recorder,
  picture: GPUBuffer,
  refined: GPUBuffer,
  size: Size,
  noise: Noise,
): [matte: GPUBuffer, cutout: GPUBuffer] {
  const { width, height } = size;
  const grid = gridOf(size);
  const words = Math.ceil((width * height) / 4);
  const span = Math.ceil(Math.sqrt(words));
  const ring = ringOf(size);
  const params = {
    u32: [width, height, grid.width, grid.height, span, EVERY, ring, Math.round(ring * Math.SQRT1_2)],
    f32: [noise.own, noise.shared, DEVIATION, LEAST_DEVIATION, WHOLE, BROKEN, EXPECTED],
  };
  const model = recordColourModel(gpu, picture, refined, size);
  const matte = gpu.buffer(words * 4);
  gpu.run('alpha', params, [picture, refined, model, matte], span, Math.ceil(words / span));
  const chunks = { width: Math.ceil(width / CHUNK), height: Math.ceil(height / EVERY) };
  const sums = gpu.buffer(areaOf(chunks) * 8);
  gpu.run('smear', params, [picture, matte, model, sums], chunks.width, chunks.height);
  const smear = recordTotal(gpu, sums, areaOf(chunks));
  const cutout = gpu.buffer(width * height * 4);
  gpu.run('unmix', params, [picture, matte, model, smear, cutout], width, height);
  return [matte, cutout];
}

/** Gaussians of foreground and background, `MODEL` floats a cell. */
function recordColourModel(gpu: Recorder, picture: GPUBuffer, matte: GPUBuffer, size: Size): GPUBuffer {
  const { width, height, step, share } = gridOf(size);
  const sums = gpu.buffer(width * height * 2 * SUMS * 4);
  const params = { u32: [size.width, size.height, width, height, step], f32: [share, POWER, SOMETHING] };
  gpu.run('colours', params, [picture, matte, sums], width, height);
  recordFillGaps(gpu, sums, { width, height });
  const model = gpu.buffer(width * height * MODEL * 4);
  gpu.run('gaussians', { u32: [width, height], f32: [LEAST_VARIANCE] }, [sums, model], width, height);
  return model;
}

/** Sums to means, in place, of both sides. */
function recordFillGaps(gpu: Recorder, grid: GPUBuffer, { width, height }: Size): void {
  const isTop = width === 1 && height === 1;
  const half = { width: (width + 1) >> 1, height: (height + 1) >> 1 };
  const above = gpu.buffer(areaOf(half) * 2 * SUMS * 4);
  if (!isTop) {
    gpu.run('halve', { u32: [width, height] }, [grid, above], half.width, half.height);
    recordFillGaps(gpu, above, half);
  }
  gpu.run('fill', { u32: [width, height, isTop ? 0 : 1] }, [above, grid], width, height);
}

/** The sum of pairs of floats. */
function recordTotal(gpu: Recorder, values: GPUBuffer, count: number): GPUBuffer {
  if (count === 1) return values;
  const sums = Math.ceil(count / CHUNK);
  const span = Math.ceil(Math.sqrt(sums));
  const result = gpu.buffer(sums * 8);
  gpu.run('total', { u32: [count, span] }, [values, result], span, Math.ceil(sums / span));
  return recordTotal(gpu, result, sums);
}
