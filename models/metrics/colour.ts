import type { Colour, Picture } from '../../shared/image/picture.ts';
import { expectSameSize } from './mask.ts';

/** What cutouts are laid on: white, black and green. */
const GROUNDS: readonly Colour[] = [
  [255, 255, 255],
  [0, 0, 0],
  [0, 255, 0],
];

/**
 * Colour error in the mixed band: mean of |C − C*| over the pixels with 0 < α* < 1, the three channels and three
 * grounds (white, black, green), where C = αF + (1 − α)G is the cutout on the ground and C* the true foreground with the
 * true alpha on the same. In levels, 0..255; 0 when there is no band.
 */
export function colourError(found: Picture, truth: Picture): number {
  expectSameSize(found, truth);
  let sum = 0;
  let count = 0;
  for (let at = 0; at < truth.data.length; at += 4) {
    const known = truth.data[at + 3] / 255;
    if (known === 0 || known === 1) continue;
    const alpha = found.data[at + 3] / 255;
    for (let c = 0; c < 3; c++) {
      const off = alpha * found.data[at + c] - known * truth.data[at + c];
      for (const ground of GROUNDS) sum += Math.abs(off + (known - alpha) * ground[c]);
    }
    count += 3 * GROUNDS.length;
  }
  return count ? sum / count : 0;
}
