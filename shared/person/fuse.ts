import { boxExtreme, boxMean } from '../image/box-filter.ts';
import type { Tensor } from '../image/picture.ts';
import { resizePlane } from '../image/plane.ts';
import { doubt } from './subject.ts';

/** How a view's alpha (−1..1) counts for "this pixel is of a person": by `own`, and by `doubt` for each unit of its doubt. */
interface Weight {
  readonly own: number;
  readonly doubt: number;
}

/** A logistic rule over three views: a hesitating view counts less. */
export interface FuseRule {
  readonly near: Weight;
  readonly far: Weight;
  readonly lite: Weight;
  readonly bias: number;
}

/** As `npm run fuse` fits it, rounded to what is plausible beyond its pictures; models/LOG.md says how. */
export const RULE: FuseRule = {
  near: { own: 1.8, doubt: -0.1 },
  far: { own: 1.3, doubt: 0 },
  lite: { own: 1.5, doubt: -2 },
  bias: -0.2,
};
/** Doubt of a view as a rule takes it: about −1..1. */
export const scaledDoubt = (view: Tensor): number => Math.min(1.5, Math.max(-3, (doubt(view.data) + 2.5) * 0.7));

/** Belief above/below this is inside/outside, this far (a share of the height) from where it turns. */
const INSIDE = 0.6;
const MARGIN = 0.005;
/** There the near view's half-transparent edges and hair may differ by this; what differs by `WRONG` is replaced. */
const DIFFERENT = 0.5;
const WRONG = 0.9;
/** With all around it, this far: faults have soft rims. */
const RIM = 0.01;
/** Belief above/below this, this far from where it turns, leaves no room for another opinion. */
const CERTAIN = 0.95;
const DEEP = 0.025;

/** Below this doubt the far view needs no second: it is as decided as on a plain portrait. */
const DECIDED = Math.log(0.041);
/** What it then says for sure, `DEEP` from its own edge. */
const SURE = 0.95;

/**
 * Three views of one picture become one matte: `near` (large input) knows edges, `far` (small input) is less often taken
 * in by large plain things, `lite` is another network. Together they say what belongs to a person; where the near view
 * says the opposite, it is overruled. A far view that is decided as a whole is believed where it is sure.
 *
 * @param near, far, lite alpha `[1, 1, height, width]`, 0..1, of one picture; near and far may be any network's.
 * @returns alpha at the size of `near`.
 */
export function fuse(near: Tensor, far: Tensor, lite: Tensor, rule = RULE): Tensor {
  const [height, width] = [near.dims[2], near.dims[3]];
  const belief = believe(near, far, lite, rule);
  if (doubt(far.data) < DECIDED) clampTo(belief, between(far, SURE, DEEP, far));
  const believed: Tensor = { dims: far.dims, data: belief };
  const better = clampTo(near.data.slice(), between(believed, INSIDE, MARGIN, near));
  const share = new Float32Array(better.length);
  for (let i = 0; i < share.length; i++) {
    share[i] = Math.min(1, Math.max(0, (Math.abs(better[i] - near.data[i]) - DIFFERENT) / (WRONG - DIFFERENT)));
  }
  const rim = Math.max(1, Math.round(height * RIM));
  boxExtreme(share, width, height, rim, 'max');
  boxMean(share, width, height, rim >> 1);
  for (let i = 0; i < share.length; i++) better[i] = near.data[i] + (better[i] - near.data[i]) * share[i];
  return { dims: near.dims, data: clampTo(better, between(believed, CERTAIN, DEEP, near)) };
}

/** The probability, at the far view's size, that a pixel is of a person. */
function believe(near: Tensor, far: Tensor, lite: Tensor, rule: FuseRule): Float32Array<ArrayBuffer> {
  const [height, width] = [far.dims[2], far.dims[3]];
  const logit = new Float32Array(width * height).fill(rule.bias);
  for (const [view, weight] of [
    [near, rule.near],
    [far, rule.far],
    [lite, rule.lite],
  ] as const) {
    const counted = Math.max(0, weight.own + weight.doubt * scaledDoubt(view));
    const alpha = resizePlane(view.data, view.dims[3], view.dims[2], width, height);
    for (let i = 0; i < logit.length; i++) logit[i] += counted * (2 * alpha[i] - 1);
  }
  for (let i = 0; i < logit.length; i++) logit[i] = 1 / (1 + Math.exp(-logit[i]));
  return logit;
}

interface Range {
  readonly low: Float32Array;
  readonly high: Float32Array;
}

/**
 * What a view leaves open, at `size`'s size: 1..1 where it is above `sure` and at least `margin` of the height from where
 * it isn't, 0..0 where it is below `1 − sure`, 0..1 elsewhere.
 */
function between(view: Tensor, sure: number, margin: number, size: Tensor): Range {
  const away = (above: number, below: number) => {
    const [height, width] = [view.dims[2], view.dims[3]];
    const plane = new Float32Array(view.data.length);
    for (let i = 0; i < plane.length; i++) plane[i] = view.data[i] > above && view.data[i] < below ? 1 : 0;
    boxExtreme(plane, width, height, Math.max(1, Math.round(height * margin)), 'min');
    const sized = resizePlane(plane, width, height, size.dims[3], size.dims[2]);
    boxMean(sized, size.dims[3], size.dims[2], 1);
    return sized;
  };
  const high = away(Number.NEGATIVE_INFINITY, 1 - sure);
  for (let i = 0; i < high.length; i++) high[i] = 1 - high[i];
  return { low: away(sure, Number.POSITIVE_INFINITY), high };
}

/** In place. */
function clampTo(plane: Float32Array<ArrayBuffer>, { low, high }: Range): Float32Array<ArrayBuffer> {
  for (let i = 0; i < plane.length; i++) plane[i] = Math.min(Math.max(plane[i], low[i]), high[i]);
  return plane;
}
