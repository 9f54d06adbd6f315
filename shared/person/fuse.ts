import { boxExtreme, boxMean } from '../image/box-filter.ts';
import type { Tensor } from '../image/picture.ts';
import { resizePlane } from '../image/plane.ts';

/** Up to this difference from the probability, the network's alpha stays. From `WRONG` on, the probability replaces it. */
const DIFFERENT = 0.5;
const WRONG = 0.9;
/** A share of the height. A difference thinner than twice this is no error: the two outlines are only a little apart. */
const THIN = 0.008;
/** A share of the height. So much around an error is replaced with it, because errors have soft borders. */
const RIM = 0.01;
/** A probability above `CERTAIN` (or below 1 − `CERTAIN`) decides alone, if it is so for at least `DEEP` around (a share of the height). */
const CERTAIN = 0.95;
const DEEP = 0.025;
/** The contrast of the probability about ½ is raised by this factor before it replaces the network's alpha. */
const STEEP = 4;

/**
 * Combines a matte with exact outlines (`edges`) with the probability that a pixel belongs to a person. Where the two contradict each
 * other, the probability replaces the alpha of `edges`, with a soft border.
 *
 * @param edges, probability `[1, 1, height, width]`, 0..1, of one picture.
 * @returns alpha at the size of `edges`.
 */
export function fuse(edges: Tensor, probability: Tensor): Tensor {
  const [height, width] = [edges.dims[2], edges.dims[3]];
  const wanted = resizePlane(probability.data, probability.dims[3], probability.dims[2], width, height);
  const share = new Float32Array(wanted.length);
  for (let i = 0; i < share.length; i++) {
    wanted[i] = Math.min(1, Math.max(0, (wanted[i] - 0.5) * STEEP + 0.5));
    const difference = Math.abs(wanted[i] - edges.data[i]);
    share[i] = Math.min(1, Math.max(0, (difference - DIFFERENT) / (WRONG - DIFFERENT)));
  }
  const thin = Math.max(1, Math.round(height * THIN));
  const rim = Math.max(1, Math.round(height * RIM));
  boxExtreme(share, width, height, thin, 'min');
  boxExtreme(share, width, height, thin + rim, 'max');
  boxMean(share, width, height, rim >> 1);
  const fused = edges.data.slice();
  for (let i = 0; i < fused.length; i++) fused[i] += (wanted[i] - fused[i]) * share[i];
  const { low, high } = between(probability, edges);
  for (let i = 0; i < fused.length; i++) fused[i] = Math.min(Math.max(fused[i], low[i]), high[i]);
  return { dims: edges.dims, data: fused };
}

/**
 * The range that the probability leaves to alpha, at the size of `size`: 1..1 where a person is certain, also `DEEP` of the height
 * around; 0..0 where there is certainly none; 0..1 elsewhere.
 */
function between(probability: Tensor, size: Tensor): { low: Float32Array; high: Float32Array } {
  const [height, width] = [probability.dims[2], probability.dims[3]];
  const deepInside = (isCertain: (alpha: number) => boolean) => {
    const plane = Float32Array.from(probability.data, (alpha) => (isCertain(alpha) ? 1 : 0));
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
