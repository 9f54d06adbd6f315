import { inPixels, parseLengths } from '../../shared/contracts/lengths.ts';
import type { Box, Size } from '../../shared/image/geometry.ts';

/**
 * A box with a margin around it, as far as the picture goes.
 *
 * @param margin one length, two (above and below, left and right) or four (clockwise from above); shares are of the box.
 */
export function cropBox(box: Box, size: Size, margin = '0'): Box {
  const [above, right = above, below = above, left = right] = parseLengths(margin) ?? [];
  const x = Math.max(0, box.x - Math.round(inPixels(left, box.width)));
  const y = Math.max(0, box.y - Math.round(inPixels(above, box.height)));
  const end = Math.min(size.width, box.x + box.width + Math.round(inPixels(right, box.width)));
  const bottom = Math.min(size.height, box.y + box.height + Math.round(inPixels(below, box.height)));
  return { x, y, width: end - x, height: bottom - y };
}
