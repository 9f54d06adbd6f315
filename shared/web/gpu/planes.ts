import type { Size } from '../../image/geometry.ts';
import type { Recorder } from './gpu.ts';

/** Of four floats a pixel: smallest (first) and largest values (the rest) in (2r+1)² windows. */
export const recordExtreme = (gpu: Recorder, plane: GPUBuffer, size: Size, radius: number): GPUBuffer =>
  alongBothAxes(gpu, 'extreme', plane, size, radius);

/** Of four floats a pixel: means in (2r+1)² windows. */
export const recordMean = (gpu: Recorder, plane: GPUBuffer, size: Size, radius: number): GPUBuffer =>
  alongBothAxes(gpu, 'mean', plane, size, radius);

function alongBothAxes(
  gpu: Recorder,
  kernel: 'extreme' | 'mean',
  plane: GPUBuffer,
  { width, height }: Size,
  radius: number,
): GPUBuffer {
  let from = plane;
  for (const isVertical of [0, 1]) {
    const to = gpu.buffer(width * height * 16);
    gpu.run(kernel, { u32: [width, height, radius, isVertical] }, [from, to], width, height);
    from = to;
  }
  return from;
}
