import type { Grid } from './grid.ts';

/** A head as the outline of people shows it, in cells of the grid. */
export interface Head {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** How far the outline falls on both sides of a head, as a share of its radius; less is a bow, a fringe, a shoulder. */
const FALL = 0.4;
/** Heads of one picture are between these shares of its median; smaller bumps are hands and elbows. */
const SMALLEST = 0.45;
const LARGEST = 1.3;
/** Radius of the smallest head there can be. */
const LEAST = 4;
/** A head has stopped widening when it grows by less than this share of its radius over that share of it. */
const STALLED = 0.15;
const STALL = 0.6;
/** Halfwidth of the running mean that takes loose strands from the outline. */
const SMOOTH = 2;

/**
 * The heads that stick out of the upper outline of people: each is a peak of it, as wide as it is before shoulders begin.
 *
 * @param isPart whether a cell belongs to the people looked at.
 */
export function findHeads({ width, height }: Grid, isPart: (cell: number) => boolean): Head[] {
  const heights = smooth(
    Float32Array.from({ length: width }, (_, x) => {
      let y = 0;
      while (y < height && !isPart(y * width + x)) y++;
      return height - y;
    }),
  );
  const found: Head[] = [];
  for (let x = 0; x < width; x++) {
    const top = heights[x];
    if (top <= 0 || heights[x - 1] >= top || heights[x + 1] > top) continue;
    const fall = top - Math.max(lowest(heights, x, -1), lowest(heights, x, 1));
    const head = headAt(heights, x, fall, height - top);
    if (head.radius >= LEAST && fall >= FALL * head.radius) found.push(head);
  }
  const usual = found.map(({ radius }) => radius).sort((a, b) => a - b)[found.length >> 1];
  return found
    .filter(({ radius }) => radius >= SMALLEST * usual)
    .map(({ x, y, radius }) => {
      const likely = Math.min(radius, LARGEST * usual);
      return { x, y: y - radius + likely, radius: likely };
    });
}

const smooth = (values: Float32Array): Float32Array =>
  values.map((value, x) => {
    // Where nobody is there is nothing to smooth: people end at once.
    if (value === 0) return 0;
    const part = values.subarray(Math.max(0, x - SMOOTH), x + SMOOTH + 1).filter((each) => each > 0);
    return part.reduce((sum, each) => sum + each, 0) / part.length;
  });

/** The lowest point between a peak and what is higher, or the end. */
function lowest(heights: Float32Array, peak: number, step: 1 | -1): number {
  let least = heights[peak];
  for (let x = peak + step; ; x += step) {
    if (x < 0 || x >= heights.length) return 0;
    // Of peaks of one height the first is the highest.
    if (heights[x] > heights[peak] || (step < 0 && heights[x] === heights[peak])) return least;
    least = Math.min(least, heights[x]);
  }
}

/**
 * Goes down from a peak until its narrower side hardly widens any more: so wide is the head. The other side may slope on to a
 * neighbour.
 */
function headAt(heights: Float32Array, peak: number, fall: number, crown: number): Head {
  let [left, right] = [peak, peak];
  let x = peak;
  /** Half the width, by how far down. */
  const halves: number[] = [];
  for (let down = 1; down <= fall; down++) {
    const level = heights[peak] - down;
    while (left > 0 && heights[left - 1] >= level) left--;
    while (right < heights.length - 1 && heights[right + 1] >= level) right++;
    if (down === 1) x = (left + right) / 2;
    halves.push(Math.min(x - left, right - x) + 0.5);
  }
  const stalls = (half: number, down: number) => {
    const later = halves[down + Math.ceil(STALL * half)];
    return half >= LEAST && later !== undefined && later - half <= STALLED * half;
  };
  const radius = halves.find(stalls) ?? halves.at(-1) ?? 0;
  return { x, y: crown + radius, radius };
}
