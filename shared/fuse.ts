import { boxExtreme, boxMean } from './box.ts';
import type { Tensor } from './picture.ts';
import { resizePlane } from './plane.ts';
import { doubt } from './subject.ts';

/**
 * A logistic rule for "this pixel is of a person", fitted on 140 portraits with hand-drawn masks: each view's alpha
 * (−1..1) counts by `own`, and by `doubt` for each unit of its doubt: a hesitating view counts less.
 */
const RULE = {
  near: { own: 1.396, doubt: -0.25 },
  far: { own: 1.029, doubt: -1.203 },
  lite: { own: 2.018, doubt: -0.305 },
  bias: 0.109,
};
/** Doubt of a view as the rule takes it: about −1..1. */
const scaled = (view: Tensor): number => Math.min(1.5, Math.max(-3, (doubt(view.data) + 2.5) * 0.7));

/** Belief above/below this is inside/outside, this far (a share of the height) from where it turns. */
const INSIDE = 0.6;
const OUTSIDE = 0.4;
const MARGIN = 0.005;
/** Half-transparent edges and hair differ less from a belief than this; what differs by `WRONG` is replaced. */
const DIFFERENT = 0.5;
const WRONG = 0.9;

/** Below this doubt the far view needs no second: it is as decided as on a plain portrait. */
const DECIDED = Math.log(0.041);
/** What it then says for sure, this far from its own edge. */
const SURE = 0.95;
const FAR_MARGIN = 0.02;

/**
 * Three views of one picture become one matte: `near` (large input) knows edges, `far` (small input) is less often taken
 * in by large plain things, `lite` is another network. Together they say what belongs to a person; where the near view
 * says the opposite, it is overruled. A far view that is decided as a whole is believed where it is sure.
 *
 * @param near, far, lite alpha `[1, 1, height, width]`, 0..1, of one picture; the far view may be any network's.
 * @returns alpha at the size of `near`.
 */
export function fuse(near: Tensor, far: Tensor, lite: Tensor): Tensor {
  const [height, width] = [near.dims[2], near.dims[3]];
  const belief = believe(near, far, lite);
  if (doubt(far.data) < DECIDED) {
    const floor = away(far, FAR_MARGIN, (alpha) => alpha > SURE, near);
    const ceiling = away(far, FAR_MARGIN, (alpha) => alpha < 1 - SURE, near);
    for (let i = 0; i < belief.length; i++) belief[i] = Math.min(Math.max(belief[i], floor[i]), 1 - ceiling[i]);
  }
  const believed: Tensor = { dims: near.dims, data: belief };
  const inside = away(believed, MARGIN, (value) => value > INSIDE, near);
  const outside = away(believed, MARGIN, (value) => value < OUTSIDE, near);
  boxMean(inside, width, height, 1);
  boxMean(outside, width, height, 1);
  const data = near.data.map((alpha, i) => {
    const better = Math.min(Math.max(alpha, inside[i]), 1 - outside[i]);
    const share = (Math.abs(better - alpha) - DIFFERENT) / (WRONG - DIFFERENT);
    return alpha + (better - alpha) * Math.min(1, Math.max(0, share));
  });
  return { dims: near.dims, data };
}

/** The probability, at the near view's size, that a pixel is of a person. */
function believe(near: Tensor, far: Tensor, lite: Tensor): Float32Array<ArrayBuffer> {
  const [height, width] = [near.dims[2], near.dims[3]];
  const logit = new Float32Array(width * height).fill(RULE.bias);
  for (const [view, rule] of [
    [near, RULE.near],
    [far, RULE.far],
    [lite, RULE.lite],
  ] as const) {
    const weight = Math.max(0, rule.own + rule.doubt * scaled(view));
    const alpha = resizePlane(view.data, view.dims[3], view.dims[2], width, height);
    for (let i = 0; i < logit.length; i++) logit[i] += weight * (2 * alpha[i] - 1);
  }
  return logit.map((value) => 1 / (1 + Math.exp(-value)));
}

/** 1 where `holds`, at least `margin` of the height away from where it doesn't; at `size`'s size. */
function away(
  view: Tensor,
  margin: number,
  holds: (value: number) => boolean,
  size: Tensor,
): Float32Array<ArrayBuffer> {
  const [height, width] = [view.dims[2], view.dims[3]];
  const plane = view.data.map((value) => (holds(value) ? 1 : 0));
  boxExtreme(plane, width, height, Math.max(1, Math.round(height * margin)), 'min');
  return resizePlane(plane, width, height, size.dims[3], size.dims[2]);
}
