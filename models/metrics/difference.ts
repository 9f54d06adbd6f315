import type { Matte } from '../../shared/image/picture.ts';
import { expectSameSize } from './mask.ts';

function sums(found: Matte, truth: Matte): { absolute: number; squared: number } {
  expectSameSize(found, truth);
  let absolute = 0;
  let squared = 0;
  for (let i = 0; i < truth.data.length; i++) {
    const off = Math.abs(found.data[i] - truth.data[i]);
    absolute += off;
    squared += off * off;
  }
  return { absolute: absolute / 255, squared: squared / 255 ** 2 };
}

/** Mean absolute difference of alpha, Σ|α−α*| / n, alpha 0..1, over the whole picture. */
export const mad = (found: Matte, truth: Matte): number => sums(found, truth).absolute / truth.data.length;

/** Mean squared error of alpha, Σ(α−α*)² / n (Rhemann et al. 2009), alpha 0..1, over the whole picture. */
export const mse = (found: Matte, truth: Matte): number => sums(found, truth).squared / truth.data.length;

/** Sum of absolute differences of alpha in thousands, Σ|α−α*| / 1000 (Rhemann et al. 2009), over the whole picture. */
export const sad = (found: Matte, truth: Matte): number => sums(found, truth).absolute / 1000;
