import type { Matte } from '../../shared/image/picture.ts';
import { expectSameSize } from './mask.ts';

/** Levels at which connection is tested, ten to the whole; smaller distances than θ count as connected. */
const LEVELS = 10;
const THETA = 0.15;

/**
 * Connectivity error in thousands, Σ|φ(α)−φ(α*)| / 1000 (Rhemann et al. 2009, p = 1), over the whole picture.
 *
 * The source is Ω, the largest 4-connected region where both mattes reach a level; l is the highest level (in steps of
 * 0.1) up to which a pixel belongs to it. With d = α − l, φ = 1 − d where d ≥ θ = 0.15, else 1. As in the deep-matting
 * benchmarks, Ω is found anew at each level and the distance weight λ is 1.
 */
export function connectivityError(found: Matte, truth: Matte): number {
  expectSameSize(found, truth);
  const n = truth.data.length;
  const least = new Uint8Array(n);
  for (let i = 0; i < n; i++) least[i] = Math.min(found.data[i], truth.data[i]);
  const connected = new Float32Array(n).fill(1);
  const isSettled = new Uint8Array(n);
  for (let level = 1; level <= LEVELS; level++) {
    const source = largestRegion(least, truth.width, (level / LEVELS) * 255);
    for (let i = 0; i < n; i++) {
      if (isSettled[i] || source[i]) continue;
      connected[i] = (level - 1) / LEVELS;
      isSettled[i] = 1;
    }
  }
  const phi = (alpha: number, i: number) => {
    const distance = alpha / 255 - connected[i];
    return distance >= THETA ? 1 - distance : 1;
  };
  let sum = 0;
  for (let i = 0; i < n; i++) sum += Math.abs(phi(found.data[i], i) - phi(truth.data[i], i));
  return sum / 1000;
}

/** 1 in the largest 4-connected region of values not below `threshold`; of equals the first. */
function largestRegion(values: Uint8Array, width: number, threshold: number): Uint8Array {
  const labels = new Int32Array(values.length);
  const stack = new Int32Array(values.length);
  let largest = { label: 0, size: 0 };
  for (let start = 0, label = 0; start < values.length; start++) {
    if (labels[start] || values[start] < threshold) continue;
    label++;
    labels[start] = label;
    let size = 0;
    stack[0] = start;
    for (let depth = 1; depth > 0; ) {
      const i = stack[--depth];
      size++;
      const x = i % width;
      depth = visit(x > 0 ? i - 1 : -1, label, depth);
      depth = visit(x < width - 1 ? i + 1 : -1, label, depth);
      depth = visit(i - width, label, depth);
      depth = visit(i + width, label, depth);
    }
    if (size > largest.size) largest = { label, size };
  }
  return Uint8Array.from(labels, (label) => (label && label === largest.label ? 1 : 0));

  function visit(i: number, label: number, depth: number): number {
    if (i < 0 || i >= values.length || labels[i] || values[i] < threshold) return depth;
    labels[i] = label;
    stack[depth] = i;
    return depth + 1;
  }
}
