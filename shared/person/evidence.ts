import type { Tensor } from '../image/picture.ts';
import { resizePlane } from '../image/plane.ts';
import type { Answer } from '../inference/runner.ts';

/** What the mattes of two networks tell about the presence of a person. */
export interface Evidence {
  /** Lite's doubt (see `doubt`). */
  readonly liteDoubt: number;
  /** The same of the job's own network, which is portrait-s by default. */
  readonly nearDoubt: number;
  /** Soft intersection over union of the two mattes. */
  readonly agreement: number;
  /** The log-odds that the near matte's foreground is a person and not an animal, if the network tells. */
  readonly personOdds?: number | undefined;
  /** Lite's matte is empty. */
  readonly isLiteBlank: boolean;
  /** The matte of the job's own network is empty. */
  readonly isNearBlank: boolean;
}

/** Whether neither network sees anything. */
export const isNothing = ({ isLiteBlank, isNearBlank }: Evidence): boolean => isLiteBlank && isNearBlank;

/** A matte with a smaller mean than this, and no alpha above ½, is empty. */
const NOTHING = 0.002;

/** Side of the grid on which mattes are compared, which is lite's own. */
const GRID = 256;

/** Whether a matte, alpha `[1, 1, height, width]`, is empty. */
export const isBlank = ({ data }: Tensor): boolean => meanOf(data) < NOTHING && data.every((alpha) => alpha < 0.5);

/**
 * Measures the evidence for a person. Lite alone is not reliable; the doubt of both mattes, and their agreement, are better measures.
 *
 * @param lite, near alpha `[1, 1, height, width]` of one picture, of any sizes.
 */
export function weigh(lite: Tensor, near: Answer): Evidence {
  const [a, b] = [onGrid(lite), onGrid(near)];
  return {
    liteDoubt: doubt(a),
    nearDoubt: doubt(b),
    agreement: softIou(a, b),
    personOdds: near.personOdds,
    isLiteBlank: isBlank(lite),
    isNearBlank: isBlank(near),
  };
}

/** The agreement of two mattes of one picture: their soft intersection over union, 0..1; 0 if both are empty. */
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
 * The doubt of a matte: the log of the share of undecided pixels (alpha 0.1..0.9), divided by the root of the mean. Lower is more certain. A
 * certain matte is undecided only along its edge, whose length grows with the root of the area.
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
