import type { Tensor } from '../image/picture.ts';
import { resizePlane } from '../image/plane.ts';

/** What the mattes of two networks say about the presence of a person. */
export interface Evidence {
  /** Lite's doubt (see `doubt`). */
  readonly liteDoubt: number;
  /** The same of the network that draws the matte. */
  readonly nearDoubt: number;
  /** Soft intersection over union of the two mattes. */
  readonly agreement: number;
  /** Lite's matte has nothing in it. */
  readonly isLiteBlank: boolean;
  /** The drawing network's matte has nothing in it. */
  readonly isNearBlank: boolean;
}

/** A matte with a smaller mean than this, and no alpha above ½, shows nothing. */
const NOTHING = 0.002;

/** Evidence is weighed on lite's own grid. */
const GRID = 256;

/** Whether a matte, alpha `[1, 1, height, width]`, shows nothing at all. */
export const isBlank = ({ data }: Tensor): boolean => meanOf(data) < NOTHING && data.every((alpha) => alpha < 0.5);

/**
 * Weighs the evidence for a person. Lite alone is a weak judge. The doubt of both networks, and how far they agree, tell better.
 *
 * @param lite, near alpha `[1, 1, height, width]` of one picture, of any sizes.
 */
export function weigh(lite: Tensor, near: Tensor): Evidence {
  const [a, b] = [onGrid(lite), onGrid(near)];
  return {
    liteDoubt: doubt(a),
    nearDoubt: doubt(b),
    agreement: softIou(a, b),
    isLiteBlank: isBlank(lite),
    isNearBlank: isBlank(near),
  };
}

/** How far two mattes of one picture agree: their soft intersection over union, 0..1; 0 where both show nothing. */
export const agreementOf = (a: Tensor, b: Tensor): number => softIou(onGrid(a), onGrid(b));

/** The doubt of a matte on lite's grid. */
export const doubtOf = (matte: Tensor): number => doubt(onGrid(matte));

const onGrid = ({ data, dims }: Tensor): Float32Array => resizePlane(data, dims[3], dims[2], GRID, GRID);

function softIou(a: Float32Array, b: Float32Array): number {
  let both = 0;
  let either = 0;
  for (let i = 0; i < a.length; i++) {
    both += Math.min(a[i], b[i]);
    either += Math.max(a[i], b[i]);
  }
  return either > 0 ? both / either : 0;
}

/**
 * The doubt of a matte: the log of its undecided share (alpha 0.1..0.9) over the root of its mean. Lower is surer. The edge of a
 * sure matte grows as the root of its area; an unsure matte is undecided all over.
 */
export function doubt(alpha: Float32Array): number {
  let undecided = 0;
  for (let i = 0; i < alpha.length; i++) if (alpha[i] > 0.1 && alpha[i] < 0.9) undecided++;
  return Math.log(undecided / alpha.length / Math.sqrt(meanOf(alpha) + 1e-6) + 1e-3);
}

function meanOf(alpha: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < alpha.length; i++) sum += alpha[i];
  return sum / alpha.length;
}
