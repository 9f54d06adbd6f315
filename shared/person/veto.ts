import { boxExtreme, boxMean } from '../image/box-filter.ts';
import type { Tensor } from '../image/picture.ts';
import { resizePlane } from '../image/plane.ts';

/** The distance, as a share of the height, to which the matte may extend beyond lite's mask. */
export const REACH = 0.05;
/** Alpha of lite above this belongs to its mask. */
export const MASK = 0.1;

/**
 * Removes false foreground far from any person: alpha is multiplied by lite's dilated mask. This is for pictures on which both networks
 * agree as a whole. Otherwise `fuse` is used.
 *
 * @param near, lite alpha `[1, 1, height, width]`, 0..1, of one picture.
 * @returns alpha at near's size.
 */
export function veto(near: Tensor, lite: Tensor): Tensor {
  const reach = reachOf(lite);
  const allowed = resizePlane(reach.data, reach.dims[3], reach.dims[2], near.dims[3], near.dims[2]);
  return { dims: near.dims, data: near.data.map((alpha, i) => alpha * allowed[i]) };
}

/** Lite's mask, dilated generously: 1 near what lite takes for a person, 0 far from it. */
export function reachOf(lite: Tensor): Tensor {
  const [height, width] = [lite.dims[2], lite.dims[3]];
  const mask = lite.data.map((alpha) => (alpha > MASK ? 1 : 0));
  const reach = Math.round(height * REACH);
  boxExtreme(mask, width, height, reach, 'max');
  boxMean(mask, width, height, reach >> 2);
  return { dims: lite.dims, data: mask };
}
