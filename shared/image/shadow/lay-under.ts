import type { Size } from '../geometry.ts';
import type { Picture } from '../picture.ts';
import { newTaps, samplePlaneRow } from '../taps.ts';
import type { CastShadow } from './cast-shadow.ts';

/** Where a point of the picture that a shadow was cast in lies now: at `scale` times its distance from `from`, seen from `to`. */
export interface Placement {
  readonly from: { readonly x: number; readonly y: number };
  readonly to: { readonly x: number; readonly y: number };
  readonly scale: number;
}

/**
 * Lays a black shadow under the rows of a cutout (Porter & Duff's *over*), in place.
 *
 * @param size of the whole cutout; the shadow ends where that ends.
 * @returns takes a strip as wide as the cutout, and the row of the cutout that it begins with.
 */
export function layUnder(
  { alpha, area }: CastShadow,
  { width, height }: Size,
  { from, to, scale }: Placement,
): (strip: Picture, top: number) => void {
  const step = alpha.width / area.width / scale;
  const start = (axis: 'x' | 'y') => ((from[axis] - area[axis]) * scale - to[axis]) * step;
  const across = newTaps(width, start('x'), step, alpha.width);
  const down = newTaps(height, start('y'), step, alpha.height);
  const shadow = new Uint8ClampedArray(width);
  return ({ data, height: rows }, top) => {
    for (let y = 0, at = 0; y < rows; y++) {
      samplePlaneRow(alpha, down, top + y, across, shadow);
      for (let x = 0; x < width; x++, at += 4) {
        if (shadow[x] === 0 || data[at + 3] === 255) continue;
        const over = data[at + 3] / 255;
        const total = over + (shadow[x] / 255) * (1 - over);
        for (let c = at; c < at + 3; c++) data[c] *= over / total;
        data[at + 3] = total * 255;
      }
    }
  };
}
