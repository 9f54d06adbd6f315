import { boxExtreme } from './box.ts';
import type { Tensor } from './picture.ts';
import { resizePlane } from './plane.ts';

/** Alpha above/below this is surely inside/outside. */
const INSIDE = 0.95;
const OUTSIDE = 0.05;
/** How far from its own edge the distant view is trusted, as a share of the picture's height. */
const MARGIN = 0.02;

/**
 * Two views of one picture by the same network: `near` (large input) knows edges, `far` (small input) knows what is a
 * person. Where the far matte is surely inside or outside, at some distance from its edge, it wins.
 *
 * @param near `[1, 1, height, width]` alpha 0..1.
 * @param far alpha of the same picture at a smaller size.
 * @returns alpha at the size of `near`.
 */
export function fuse(near: Tensor, far: Tensor): Tensor {
  const [height, width] = [near.dims[2], near.dims[3]];
  const [farHeight, farWidth] = [far.dims[2], far.dims[3]];
  const margin = Math.max(1, Math.round(farHeight * MARGIN));
  const inside = far.data.map((alpha) => (alpha > INSIDE ? 1 : 0));
  boxExtreme(inside, farWidth, farHeight, margin, 'min');
  const outside = far.data.map((alpha) => (alpha < OUTSIDE ? 1 : 0));
  boxExtreme(outside, farWidth, farHeight, margin, 'min');
  const floor = resizePlane(inside, farWidth, farHeight, width, height);
  const ceiling = resizePlane(outside, farWidth, farHeight, width, height);
  const data = near.data.map((alpha, i) => Math.min(Math.max(alpha, floor[i]), 1 - ceiling[i]));
  return { dims: near.dims, data };
}
