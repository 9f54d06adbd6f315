import type { Matte, Picture } from '../../shared/image/picture.ts';
import { boundaryF } from '../metrics/boundary.ts';
import { colourError } from '../metrics/colour.ts';
import { connectivityError } from '../metrics/connectivity.ts';
import { mad, mse, sad } from '../metrics/difference.ts';
import { gradientError } from '../metrics/gradient.ts';
import { dice, iou } from '../metrics/overlap.ts';

/** What every truth can tell. */
export const MASK_METRICS = { iou, dice, boundary: boundaryF } as const;
/** What only an exact alpha can tell. */
export const ALPHA_METRICS = { mad, mse, sad, grad: gradientError, conn: connectivityError } as const;

export type Metric = keyof typeof MASK_METRICS | keyof typeof ALPHA_METRICS | 'colour';
export type Scores = Partial<Record<Metric, number>>;

/** What a result is measured against. */
export interface Truth {
  readonly kind: 'mask' | 'alpha';
  readonly matte: Matte;
  /** The true foreground with the true alpha. */
  readonly cutout: Picture | undefined;
}

/** All metrics that `truth` allows of a matte and, if there is one, its cutout. */
export function score(matte: Matte, cutout: Picture | undefined, truth: Truth): Scores {
  const metrics = truth.kind === 'alpha' ? { ...MASK_METRICS, ...ALPHA_METRICS } : MASK_METRICS;
  const scores: Scores = {};
  for (const [name, measure] of Object.entries(metrics)) scores[name as Metric] = measure(matte, truth.matte);
  if (cutout && truth.cutout) scores.colour = colourError(cutout, truth.cutout);
  return scores;
}
