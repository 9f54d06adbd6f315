import type { Size } from '../../image/geometry.ts';
import type { InputSpec } from '../../inference/catalog.ts';
import type { Recorder } from './gpu.ts';

/** A picture as a network's input of the same size: `[1, 3, height, width]`. */
export function recordTensor(gpu: Recorder, picture: GPUBuffer, { width, height }: Size, spec: InputSpec): GPUBuffer {
  const result = gpu.buffer(width * height * 3 * 4);
  gpu.run('tensor', { u32: [width, height], f32: [...spec.mean, ...spec.std] }, [picture, result], width, height);
  return result;
}
