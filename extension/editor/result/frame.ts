import type { Box, Size } from '../../../shared/image/geometry.ts';

/** Shapes to crop to, width over height. */
export const ASPECTS = { '1:1': 1, '4:5': 4 / 5, '3:4': 3 / 4, '16:9': 16 / 9 } as const;
export type Aspect = keyof typeof ASPECTS;

/** How wide a frame becomes so that its longer side has at most so many pixels; it is never enlarged. */
export const widthAtMost = ({ width, height }: Size, longest: number): number =>
  width * Math.min(1, longest / Math.max(width, height));

/**
 * The frame around a person, in whole pixels; it may reach over the picture's edges. Where the picture cuts the person
 * off, the frame ends, too: it gets no margin there and grows the other way.
 *
 * @param picture what cuts the person off; undefined where what is framed ends by itself, as a sticker does.
 * @param margin on every side, as a share of the person's longer side.
 * @param aspect width over height: the frame grows to it, the person staying in the middle.
 */
export function frameAround(
  person: Box,
  picture: { readonly width: number; readonly height: number } | undefined,
  margin: number,
  aspect?: number,
): Box {
  const by = margin * Math.max(person.width, person.height);
  const [x, width] = side(person.x, person.width, picture?.width, by);
  const [y, height] = side(person.y, person.height, picture?.height, by);
  const wide = aspect ? Math.max(width, height * aspect) : width;
  const high = aspect ? wide / aspect : height;
  const left = grown(x, width, wide, picture?.width);
  const top = grown(y, height, high, picture?.height);
  return wholePixels(left + wide / 2, top + high / 2, wide, high);
}

/** Start and length with the margin, where there is room for it. */
function side(
  start: number,
  length: number,
  limit: number | undefined,
  margin: number,
): [start: number, length: number] {
  const before = limit === undefined || start > 0 ? margin : 0;
  const after = limit === undefined || start + length < limit ? margin : 0;
  return [start - before, length + before + after];
}

/** The start of a side that grows to `to`, away from the picture's edge that it lies on. */
function grown(start: number, length: number, to: number, limit: number | undefined): number {
  const isFirst = limit !== undefined && start === 0;
  const isLast = start + length === limit;
  if (isFirst === isLast) return start + (length - to) / 2;
  return isFirst ? start : start + length - to;
}

/** A box of whole pixels about a middle. */
export function wholePixels(x: number, y: number, width: number, height: number): Box {
  const size = { width: Math.max(1, Math.round(width)), height: Math.max(1, Math.round(height)) };
  return { x: Math.round(x - size.width / 2), y: Math.round(y - size.height / 2), ...size };
}
