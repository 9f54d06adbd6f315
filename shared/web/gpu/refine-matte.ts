import { areaOf, type Size } from '../../image/geometry.ts';
import { BLACK, REFINE_DEFAULTS, type RefineOptions, SMOOTH, WHITE } from '../../matting/guided-filter.ts';
import type { Recorder } from './gpu.ts';
import { recordExtreme, recordMean } from './planes.ts';

/**
 * A coarse matte brought to the guide's size along the guide's edges.
 *
 * @param coarse alpha of size `from`; `small` the guide at that size.
 * @returns one byte a pixel, of size `to`.
 */
export function recordRefineMatte(
  gpu: Recorder,
  { coarse, small, guide }: Readonly<Record<'coarse' | 'small' | 'guide', GPUBuffer>>,
  from: Size,
  to: Size,
  options: RefineOptions,
): GPUBuffer {
  const { radius, epsilon, reach } = { ...REFINE_DEFAULTS, ...options };
  const { width, height } = from;
  const plane = () => gpu.buffer(width * height * 16);
  const alpha = plane();
  gpu.run('levels', { u32: [width, height], f32: [BLACK, WHITE] }, [coarse, alpha], width, height);
  const range = recordMean(gpu, recordExtreme(gpu, alpha, from, reach), from, 1);
  const slopes = plane();
  const window = { u32: [width, height, radius], f32: [epsilon] };
  gpu.run('regress', window, [alpha, range, small, slopes], width, height);
  const lines = plane();
  const smooth = recordMean(gpu, slopes, from, SMOOTH);
  gpu.run('anchor', { u32: [width, height] }, [alpha, small, smooth, lines], width, height);
  const words = Math.ceil(areaOf(to) / 4);
  const matte = gpu.buffer(words * 4);
  const span = Math.ceil(Math.sqrt(words));
  const sizes = { u32: [width, height, to.width, to.height, span] };
  gpu.run('apply', sizes, [lines, range, guide, matte], span, Math.ceil(words / span));
  return matte;
}
