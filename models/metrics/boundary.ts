import type { Matte } from '../../shared/image/picture.ts';
import { expectSameSize, maskOf } from './mask.ts';

/**
 * Boundary F measure of the masks (Perazzi et al. 2016, DAVIS): 2PR / (P+R), where P and R are the shares of boundary
 * pixels within `tolerance` pixels of the other's boundary (Chebyshev distance). 0..1; 1 when neither has a boundary.
 */
export function boundaryF(found: Matte, truth: Matte, tolerance = 3): number {
  expectSameSize(found, truth);
  const { width, height } = truth;
  const [f, t] = [boundary(maskOf(found), width, height), boundary(maskOf(truth), width, height)];
  const [fCount, tCount] = [count(f), count(t)];
  if (fCount === 0 && tCount === 0) return 1;
  if (fCount === 0 || tCount === 0) return 0;
  const precision = overlap(f, dilate(t, width, height, tolerance)) / fCount;
  const recall = overlap(t, dilate(f, width, height, tolerance)) / tCount;
  return precision + recall ? (2 * precision * recall) / (precision + recall) : 0;
}

/** Person pixels with a 4-neighbour that is none; the picture's border is no boundary. */
function boundary(mask: Uint8Array, width: number, height: number): Uint8Array {
  const edge = new Uint8Array(mask.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if (!mask[i]) continue;
      const open =
        (x > 0 && !mask[i - 1]) ||
        (x < width - 1 && !mask[i + 1]) ||
        (y > 0 && !mask[i - width]) ||
        (y < height - 1 && !mask[i + width]);
      if (open) edge[i] = 1;
    }
  }
  return edge;
}

function dilate(edge: Uint8Array, width: number, height: number, radius: number): Uint8Array {
  const grown = new Uint8Array(edge.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!edge[y * width + x]) continue;
      const [left, right] = [Math.max(0, x - radius), Math.min(width - 1, x + radius)];
      for (let v = Math.max(0, y - radius); v <= Math.min(height - 1, y + radius); v++) {
        grown.fill(1, v * width + left, v * width + right + 1);
      }
    }
  }
  return grown;
}

const count = (mask: Uint8Array): number => mask.reduce((sum, value) => sum + value, 0);
const overlap = (a: Uint8Array, b: Uint8Array): number => a.reduce((sum, value, i) => sum + (value & b[i]), 0);
