import { areaOf, type Size } from '../../image/geometry.ts';
import { MASK, REACH } from '../../person/veto.ts';
import type { Recorder } from './gpu.ts';
import { recordExtreme, recordMean } from './planes.ts';

/** Portrait's alpha times the dilated mask of lite's: one float a pixel, of size `to`. */
export function recordVeto(gpu: Recorder, portrait: GPUBuffer, to: Size, lite: GPUBuffer, from: Size): GPUBuffer {
  const { width, height } = from;
  const mask = gpu.buffer(width * height * 16);
  gpu.run('mask', { u32: [width, height], f32: [MASK] }, [lite, mask], width, height);
  const reach = Math.round(height * REACH);
  const allowed = recordMean(gpu, recordExtreme(gpu, mask, from, reach), from, reach >> 2);
  const result = gpu.buffer(areaOf(to) * 4);
  const sizes = { u32: [width, height, to.width, to.height] };
  gpu.run('veto', sizes, [allowed, portrait, result], to.width, to.height);
  return result;
}
