import { areaOf, type Size } from '../../image/geometry.ts';
import type { Recorder } from './gpu.ts';

/** A picture of size `from` at size `to`: RGBA8. */
export function recordResize(gpu: Recorder, picture: GPUBuffer, from: Size, to: Size): GPUBuffer {
  const result = gpu.buffer(areaOf(to) * 4);
  const u32 = [from.width, from.height, to.width, to.height];
  gpu.run('resize', { u32 }, [picture, result], to.width, to.height);
  return result;
}
