import { boxMean } from '../../../shared/image/box-filter.ts';
import type { Matte } from '../../../shared/image/picture.ts';
import { newMatte } from '../../../shared/image/picture.ts';
import { squaredDistances } from '../pixels/distance.ts';

/** Alpha from which a pixel belongs to what the outline runs around; fainter wisps are left out. */
const FAINTEST = 64;

/**
 * The outline of a sticker: everything within `width` pixels of the matte, the matte itself too, with a smooth rim.
 *
 * @param width in pixels of the matte, may be fractional.
 * @returns the alpha of the outline's colour, to be laid under the cutout.
 */
export function outline(matte: Matte, width: number): Matte {
  const cost = new Float32Array(matte.data.length);
  for (let i = 0; i < cost.length; i++) {
    const short = Math.max(0, 0.5 - matte.data[i] / 255);
    cost[i] = matte.data[i] < FAINTEST ? 1e20 : short * short;
  }
  squaredDistances(cost, matte.width, matte.height);
  const result = newMatte(matte.width, matte.height);
  for (let i = 0; i < cost.length; i++) {
    result.data[i] = Math.min(1, Math.max(0, width + 0.5 - Math.sqrt(cost[i]))) * 255;
  }
  return result;
}

export interface Shadow {
  /** How far it falls to the right and down, in pixels of the matte. */
  readonly x: number;
  readonly y: number;
  /** Standard deviation of its blur, in pixels of the matte. */
  readonly blur: number;
  /** 0..1. */
  readonly opacity: number;
}

/**
 * The shadow of a shape: moved, blurred by three running means (close to a Gaussian: the central limit theorem) and
 * lightened.
 *
 * @returns the alpha of the shadow's colour, to be laid under the shape.
 */
export function shadow(shape: Matte, { x, y, blur, opacity }: Shadow): Matte {
  const { width, height } = shape;
  const [dx, dy] = [Math.round(x), Math.round(y)];
  const plane = new Float32Array(width * height);
  for (let row = Math.max(0, dy); row < Math.min(height, height + dy); row++) {
    for (let column = Math.max(0, dx); column < Math.min(width, width + dx); column++) {
      plane[row * width + column] = shape.data[(row - dy) * width + column - dx];
    }
  }
  // Three means over 2r+1 have the variance of a Gaussian with σ² = r(r+1).
  const radius = Math.round((Math.sqrt(1 + 4 * blur * blur) - 1) / 2);
  if (radius > 0) for (let pass = 0; pass < 3; pass++) boxMean(plane, width, height, radius);
  const result = newMatte(width, height);
  for (let i = 0; i < plane.length; i++) result.data[i] = plane[i] * opacity;
  return result;
}
