import { boxExtreme, boxMean } from '../image/box-filter.ts';
import type { Tensor } from '../image/picture.ts';
import { resizePlane } from '../image/plane.ts';

/** The drawing network's alpha stays where it differs from the belief by less than this. From `WRONG` on, the belief replaces it. */
const DIFFERENT = 0.5;
const WRONG = 0.9;
/** A share of the height. A difference thinner than twice this is no fault: both networks see one outline, a little apart. */
const THIN = 0.008;
/** A share of the height. A fault is replaced with this much around it, because faults have soft rims. */
const RIM = 0.01;
/** Belief above `CERTAIN` (or below 1 − `CERTAIN`) rules alone, at least `DEEP` (a share of the height) from where it turns. */
const CERTAIN = 0.95;
const DEEP = 0.025;
/** Belief is made this much steeper about ½ before it replaces the network's alpha. */
const STEEP = 4;

/**
 * Makes one matte of two kinds of knowledge: `edges` knows where outlines run, `belief` knows what belongs to a person. Where
 * they contradict each other, belief replaces the alpha of `edges`, with a soft rim.
 *
 * @param edges, belief alpha `[1, 1, height, width]`, 0..1, of one picture.
 * @returns alpha at the size of `edges`.
 */
export function fuse(edges: Tensor, belief: Tensor): Tensor {
  const [height, width] = [edges.dims[2], edges.dims[3]];
  const believed = resizePlane(belief.data, belief.dims[3], belief.dims[2], width, height);
  const share = new Float32Array(believed.length);
  for (let i = 0; i < share.length; i++) {
    believed[i] = Math.min(1, Math.max(0, (believed[i] - 0.5) * STEEP + 0.5));
    const difference = Math.abs(believed[i] - edges.data[i]);
    share[i] = Math.min(1, Math.max(0, (difference - DIFFERENT) / (WRONG - DIFFERENT)));
  }
  const thin = Math.max(1, Math.round(height * THIN));
  const rim = Math.max(1, Math.round(height * RIM));
  boxExtreme(share, width, height, thin, 'min');
  boxExtreme(share, width, height, thin + rim, 'max');
  boxMean(share, width, height, rim >> 1);
  const fused = edges.data.slice();
  for (let i = 0; i < fused.length; i++) fused[i] += (believed[i] - fused[i]) * share[i];
  const { low, high } = between(belief, edges);
  for (let i = 0; i < fused.length; i++) fused[i] = Math.min(Math.max(fused[i], low[i]), high[i]);
  return { dims: edges.dims, data: fused };
}

/**
 * What belief leaves open, at the size of `size`: 1..1 where it is certain of a person and at least `DEEP` of the height
 * from where it isn't, 0..0 where it is certain of none, 0..1 elsewhere.
 */
function between(belief: Tensor, size: Tensor): { low: Float32Array; high: Float32Array } {
  const [height, width] = [belief.dims[2], belief.dims[3]];
  const deepInside = (isCertain: (alpha: number) => boolean) => {
    const plane = Float32Array.from(belief.data, (alpha) => (isCertain(alpha) ? 1 : 0));
    boxExtreme(plane, width, height, Math.max(1, Math.round(height * DEEP)), 'min');
    const sized = resizePlane(plane, width, height, size.dims[3], size.dims[2]);
    boxMean(sized, size.dims[3], size.dims[2], 1);
    return sized;
  };
  const low = deepInside((alpha) => alpha > CERTAIN);
  const high = deepInside((alpha) => alpha < 1 - CERTAIN);
  for (let i = 0; i < high.length; i++) high[i] = 1 - high[i];
  return { low, high };
}
