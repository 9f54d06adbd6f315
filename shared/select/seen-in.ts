import type { Size } from '../image/geometry.ts';

/** A matte is of the box's thing where both boxes share so much of what they cover together. */
const ALIKE = 0.6;
/** It is of something larger where so much of what is near the box is in it. */
const BEYOND = 0.25;

/**
 * What a matte tells of the thing in a box: undefined where the matte is of something else, larger or smaller.
 *
 * @param alpha mean of the matte in each cell, 0..1.
 * @param inside 1 in the box's cells.
 * @param behind how near the others are, 0..1.
 * @returns alpha in the box, 0 elsewhere.
 */
export function seenIn({ width }: Size, alpha: Float32Array, inside: Uint8Array, behind: Float32Array) {
  const seen = alpha.map((value, cell) => (inside[cell] ? value : 0));
  let [near, beyond] = [0, 0];
  for (let cell = 0; cell < seen.length; cell++) {
    if (inside[cell]) continue;
    near += behind[cell];
    beyond += behind[cell] * alpha[cell];
  }
  const alike = areaAround(seen, width) / areaAround(inside, width);
  return alike >= ALIKE && beyond <= BEYOND * near ? seen : undefined;
}

/** Cells in the box around those that are more than half in. */
function areaAround(values: ArrayLike<number>, width: number): number {
  let [left, top, right, bottom] = [width, values.length, -1, -1];
  for (let cell = 0; cell < values.length; cell++) {
    if (values[cell] <= 0.5) continue;
    const [x, y] = [cell % width, Math.floor(cell / width)];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return right < 0 ? 0 : (right + 1 - left) * (bottom + 1 - top);
}
