import { boxExtreme, boxMean } from './box.ts';
import type { Tensor } from './picture.ts';
import { resizePlane } from './plane.ts';

/** What the two networks say about the presence of a person. */
export interface Evidence {
  /** Lite's doubt (see `doubt`): edges grow as the root of the area, indecision as the area. */
  readonly liteDoubt: number;
  /** The same of portrait. */
  readonly portraitDoubt: number;
  /** Soft intersection over union of the two mattes. */
  readonly agreement: number;
  /** True when portrait's matte is empty: nothing to cut out, whatever the rest says. */
  readonly empty: boolean;
}

/** A logistic rule over the evidence, fitted by `npm run gate`; models/cards/portrait.md says on what and how well. */
const RULE = { bias: -15.36, liteDoubt: -1.71, portraitDoubt: -2.56, agreement: 5.04, threshold: -2.5 };
/** Lite's doubt above which nobody is there, when lite is all there is. */
const LITE_DOUBT = -1.3;

/** Mattes with less than this mean have seen nothing at all. */
const NOTHING = 0.002;

/** Evidence is weighed on lite's own grid. */
const GRID = 256;

/** True when even a person far away would have left more in lite's matte: portrait need not be asked. */
export const isBlank = (lite: Tensor): boolean =>
  meanOf(lite.data) < NOTHING && lite.data.every((alpha) => alpha < 0.5);

/**
 * Weighs the evidence for a person: lite alone is a weak judge, doubt of both and their disagreement tell better.
 *
 * @param lite, portrait alpha `[1, 1, height, width]` of one picture, of any sizes.
 */
export function weigh(lite: Tensor, portrait: Tensor): Evidence {
  const [a, b] = [lite, portrait].map(({ data, dims }) => resizePlane(data, dims[3], dims[2], GRID, GRID));
  let both = 0;
  let either = 0;
  for (let i = 0; i < a.length; i++) {
    both += Math.min(a[i], b[i]);
    either += Math.max(a[i], b[i]);
  }
  return {
    liteDoubt: doubt(a),
    portraitDoubt: doubt(b),
    agreement: either > 0 ? both / either : 0,
    empty: meanOf(b) < NOTHING,
  };
}

/** Whether a person is in the picture, as far as lite alone can tell. */
export const liteSeesPerson = (lite: Tensor): boolean =>
  doubt(resizePlane(lite.data, lite.dims[3], lite.dims[2], GRID, GRID)) < LITE_DOUBT;

/** Whether the evidence speaks for a person. */
export function isPerson({ liteDoubt, portraitDoubt, agreement, empty }: Evidence): boolean {
  const score =
    RULE.bias + RULE.liteDoubt * liteDoubt + RULE.portraitDoubt * portraitDoubt + RULE.agreement * agreement;
  return !empty && score > RULE.threshold;
}

/** How far, as a share of the height, portrait may reach beyond lite's mask. */
export const REACH = 0.05;
/** What lite takes for a person at all. */
export const MASK = 0.1;

/**
 * The veto: portrait's alpha times a generously dilated lite mask, which removes what portrait leaks into things far
 * from any person.
 *
 * @returns alpha at portrait's size.
 */
export function veto(portrait: Tensor, lite: Tensor): Tensor {
  const [height, width] = [lite.dims[2], lite.dims[3]];
  const mask = lite.data.map((alpha) => (alpha > MASK ? 1 : 0));
  const reach = Math.round(height * REACH);
  boxExtreme(mask, width, height, reach, 'max');
  boxMean(mask, width, height, reach >> 2);
  const allowed = resizePlane(mask, width, height, portrait.dims[3], portrait.dims[2]);
  return { dims: portrait.dims, data: portrait.data.map((alpha, i) => alpha * allowed[i]) };
}

function meanOf(alpha: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < alpha.length; i++) sum += alpha[i];
  return sum / alpha.length;
}

/** log of a matte's undecided share (alpha 0.1..0.9) over the root of its mean; lower is surer. */
export function doubt(alpha: Float32Array): number {
  let undecided = 0;
  for (let i = 0; i < alpha.length; i++) if (alpha[i] > 0.1 && alpha[i] < 0.9) undecided++;
  return Math.log(undecided / alpha.length / Math.sqrt(meanOf(alpha) + 1e-6) + 1e-3);
}
