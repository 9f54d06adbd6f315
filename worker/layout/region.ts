import { inPixels, parseLengths } from '../../shared/contracts/lengths.ts';
import type { Box, Size } from '../../shared/image/geometry.ts';
import { MIN_SIDE } from '../../shared/sniff/limits.ts';
import { ProblemError } from '../problems.ts';

/**
 * The part of a picture in which people are looked for.
 *
 * @param roi left, top, right and bottom edge, in pixels of `sent` or shares of it.
 * @param sent the upright size of the picture that was sent; `size` is that of what became of it.
 * @throws ProblemError `bad-request` where too little of the picture is left.
 */
export function regionOf(roi: string, sent: Size, size: Size): Box {
  const edges = parseLengths(roi) ?? [];
  const [left, top, right, bottom] = edges.map((edge, i) => {
    const [whole, now] = i % 2 ? [sent.height, size.height] : [sent.width, size.width];
    return Math.round((Math.min(inPixels(edge, whole), whole) / whole) * now);
  });
  const [width, height] = [right - left, bottom - top];
  if (width >= MIN_SIDE && height >= MIN_SIDE) return { x: left, y: top, width, height };
  throw new ProblemError(
    'bad-request',
    `The parameter “roi” leaves less than ${MIN_SIDE} pixels a side of the picture; give left, top, right and bottom, each in px or % of the upright picture.`,
  );
}
