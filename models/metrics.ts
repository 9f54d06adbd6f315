/** A binary mask: 1 is person, row-major. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Intersection over union of two masks of one size; 1 when both are empty. */
export function iou(a: Mask, b: Mask): number {
  let both = 0;
  let either = 0;
  for (let i = 0; i < a.data.length; i++) {
    both += a.data[i] & b.data[i];
    either += a.data[i] | b.data[i];
  }
  return either ? both / either : 1;
}

/**
 * Boundary F measure (Perazzi et al. 2016, DAVIS): precision and recall of boundary pixels within `tolerance` pixels of
 * the other's boundary (Chebyshev distance); 1 when neither has one.
 */
export function boundaryF(found: Mask, truth: Mask, tolerance = 3): number {
  const [f, t] = [boundary(found), boundary(truth)];
  const [fCount, tCount] = [count(f), count(t)];
  if (fCount === 0 && tCount === 0) return 1;
  if (fCount === 0 || tCount === 0) return 0;
  const precision = overlap(f, dilate(t, truth, tolerance)) / fCount;
  const recall = overlap(t, dilate(f, found, tolerance)) / tCount;
  return precision + recall ? (2 * precision * recall) / (precision + recall) : 0;
}

/** Person pixels with a 4-neighbour that is none; the picture's border is no boundary. */
function boundary({ width, height, data }: Mask): Uint8Array {
  const edge = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if (!data[i]) continue;
      const open =
        (x > 0 && !data[i - 1]) ||
        (x < width - 1 && !data[i + 1]) ||
        (y > 0 && !data[i - width]) ||
        (y < height - 1 && !data[i + width]);
      if (open) edge[i] = 1;
    }
  }
  return edge;
}

function dilate(edge: Uint8Array, { width, height }: Mask, radius: number): Uint8Array {
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
