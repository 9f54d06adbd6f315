import { boxMean } from '../../../shared/image/box-filter.ts';

/** How many running means make a blur; close to a Gaussian (the central limit theorem). */
const MEANS = 3;

/** Radius of each of the running means: three over 2r+1 have the variance of a Gaussian with σ² = r(r+1). */
export const blurRadius = (sigma: number): number => Math.round((Math.sqrt(1 + 4 * sigma * sigma) - 1) / 2);

/** How far a blur of this radius reaches, in pixels. */
export const blurReach = (radius: number): number => MEANS * radius;

/** Blurs a plane in place, by running means of `radius`; 0 leaves it as it is. */
export function blur(plane: Float32Array, width: number, height: number, radius: number): void {
  for (let pass = 0; pass < MEANS; pass++) boxMean(plane, width, height, radius);
}
