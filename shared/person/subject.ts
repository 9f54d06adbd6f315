import { boxExtreme, boxMean } from '../image/box-filter.ts';
import type { Box } from '../image/geometry.ts';
import type { Tensor } from '../image/picture.ts';
import { resizePlane } from '../image/plane.ts';

/** What the mattes of two networks say about the presence of a person. */
export interface Evidence {
  /** Lite's doubt (see `doubt`): edges grow as the root of the area, indecision as the area. */
  readonly liteDoubt: number;
  /** The same of portrait. */
  readonly portraitDoubt: number;
  /** Soft intersection over union of the two mattes. */
  readonly agreement: number;
  /** True when portrait's matte is empty: nothing to cut out, whatever the rest says. */
  readonly empty: boolean;
  /** True when lite has seen nothing at all: only a face can second portrait. */
  readonly alone: boolean;
}

/**
 * A logistic rule over the evidence, fitted by `npm run gate`; models/cards/portrait-s.md says on what and how well. Above
 * `sure` the mattes alone tell a person, `least` is what they must reach where no face can be looked for.
 */
const RULE = { bias: -23.15, liteDoubt: -2.04, portraitDoubt: -6.95, agreement: 1.42, least: -3, sure: -1 };
/** Lite's doubt below which a person is there, and above which nobody is where no face can be looked for. */
const LITE_DOUBT = { sure: -2.2, most: -1.3 };
/** Log-odds above which a face is one. */
export const FACE = 1.5;

/** Looks for a face: its log-odds, undefined where none can be looked for. It is only asked where the mattes leave doubt. */
export type FaceOdds = () => Promise<number | undefined>;

/** Mattes with less than this mean have seen nothing at all. */
const NOTHING = 0.002;

/** Evidence is weighed on lite's own grid. */
const GRID = 256;

/** True when lite has seen nothing at all. */
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
    alone: isBlank(lite),
  };
}

/** Whether a person is in the picture, as far as lite and a face can tell. */
export async function liteSeesPerson(lite: Tensor, faceOdds: FaceOdds): Promise<boolean> {
  const liteDoubt = doubt(resizePlane(lite.data, lite.dims[3], lite.dims[2], GRID, GRID));
  if (liteDoubt < LITE_DOUBT.sure) return true;
  const odds = await faceOdds();
  return odds === undefined ? liteDoubt < LITE_DOUBT.most : odds > FACE;
}

/** Whether a person is there: by the mattes where they are sure, else by a face. */
export async function isPerson(evidence: Evidence, faceOdds: FaceOdds): Promise<boolean> {
  if (evidence.empty) return false;
  const score = evidence.alone ? Number.NEGATIVE_INFINITY : scoreOf(evidence);
  if (score > RULE.sure) return true;
  const odds = await faceOdds();
  return odds === undefined ? score > RULE.least : odds > FACE;
}

/** How much the mattes speak for a person, as log-odds. */
const scoreOf = ({ liteDoubt, portraitDoubt, agreement }: Evidence): number =>
  RULE.bias + RULE.liteDoubt * liteDoubt + RULE.portraitDoubt * portraitDoubt + RULE.agreement * agreement;

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

/** The smallest box, in pixels of the matte, that holds all it is more sure of than not; undefined when there is none. */
export function solidBounds({ dims, data }: Tensor): Box | undefined {
  const [rows, columns] = [dims[2], dims[3]];
  let [left, right, top, bottom] = [columns, -1, rows, -1];
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      if (data[y * columns + x] <= 0.5) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  return bottom < 0 ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** log of a matte's undecided share (alpha 0.1..0.9) over the root of its mean; lower is surer. */
export function doubt(alpha: Float32Array): number {
  let undecided = 0;
  for (let i = 0; i < alpha.length; i++) if (alpha[i] > 0.1 && alpha[i] < 0.9) undecided++;
  return Math.log(undecided / alpha.length / Math.sqrt(meanOf(alpha) + 1e-6) + 1e-3);
}
