import { boxExtreme } from './box.ts';
import type { Tensor } from './picture.ts';
import { resizePlane } from './plane.ts';
import { doubt } from './subject.ts';

/** Alpha above/below this is surely inside/outside. */
const INSIDE = 0.95;
const OUTSIDE = 0.05;
/** What lite must say to second the far view. */
const LITE_INSIDE = 0.9;
const LITE_OUTSIDE = 0.1;
/** How far from its own edge the far view is heard, as a share of the picture's height. */
const MARGIN = 0.02;
/** Below this doubt the far view needs no second: it is as decided as on a plain portrait. */
const DECIDED = Math.log(0.041);

/**
 * Two views of one picture by the same network: `near` (large input) knows edges, `far` (small input) is less often
 * taken in by large plain things. Where the far matte is surely inside or outside, at some distance from its edge, it
 * overrules the near one: everywhere when it is decided as a whole, else only where lite says the same (a far view of a
 * group can lose half the people, and says so by being undecided).
 *
 * @param near, far, lite alpha `[1, 1, height, width]`, 0..1, of one picture.
 * @returns alpha at the size of `near`.
 */
export function fuse(near: Tensor, far: Tensor, lite: Tensor): Tensor {
  const [height, width] = [near.dims[2], near.dims[3]];
  const [farHeight, farWidth] = [far.dims[2], far.dims[3]];
  const second = resizePlane(lite.data, lite.dims[3], lite.dims[2], farWidth, farHeight);
  const decided = doubt(far.data) < DECIDED;
  const margin = Math.max(1, Math.round(farHeight * MARGIN));
  const floor = verdict(
    (i) => far.data[i] > INSIDE,
    (i) => decided || second[i] > LITE_INSIDE,
  );
  const ceiling = verdict(
    (i) => far.data[i] < OUTSIDE,
    (i) => decided || second[i] < LITE_OUTSIDE,
  );
  const data = near.data.map((alpha, i) => Math.min(Math.max(alpha, floor[i]), 1 - ceiling[i]));
  return { dims: near.dims, data };

  /** 1 where the far view is sure, away from its edge, and heard; at the near view's size. */
  function verdict(isSure: (i: number) => boolean, isHeard: (i: number) => boolean): Float32Array {
    const plane = far.data.map((_, i) => (isSure(i) ? 1 : 0));
    boxExtreme(plane, farWidth, farHeight, margin, 'min');
    for (let i = 0; i < plane.length; i++) if (!isHeard(i)) plane[i] = 0;
    return resizePlane(plane, farWidth, farHeight, width, height);
  }
}
