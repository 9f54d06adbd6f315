import { crop } from '../image/compose.ts';
import type { Box, Size } from '../image/geometry.ts';
import type { Picture } from '../image/picture.ts';
import { resize } from '../image/resize.ts';
import { type Steps, within } from '../steps.ts';

/** Longest side of the grid that is cut, in cells. */
export const GRID = 256;

/** A picture's colours, or a part's, on a small grid. */
export interface ColourGrid extends Size {
  /** The part of the picture that the grid lies over, whole pixels. */
  readonly part: Box;
  /** Red, green and blue of each cell, 0..255, row-major. */
  readonly colours: Float32Array;
}

/**
 * The grid over a part of a picture.
 *
 * @param part inside the picture; whole pixels.
 */
export function* colourGrid(picture: Picture, part: Box): Steps<ColourGrid> {
  const scale = Math.min(1, GRID / Math.max(part.width, part.height));
  const width = Math.max(1, Math.round(part.width * scale));
  const height = Math.max(1, Math.round(part.height * scale));
  const isWhole = part.width === picture.width && part.height === picture.height;
  const { data } = yield* within(0, 1, resize(isWhole ? picture : crop(picture, part), width, height));
  const colours = new Float32Array(width * height * 3);
  for (let i = 0, at = 0; i < colours.length; i += 3, at += 4) {
    // What is invisible is grey: neither black nor white on purpose.
    const opacity = data[at + 3] / 255;
    for (let c = 0; c < 3; c++) colours[i + c] = 128 + (data[at + c] - 128) * opacity;
  }
  return { width, height, part, colours };
}

/**
 * The part of a picture inside a box with so much around it, in whole pixels.
 *
 * @throws RangeError where that is nothing.
 */
export function partOf({ width, height }: Size, box: Box, around: number): Box {
  const x = Math.max(0, Math.floor(box.x - around));
  const y = Math.max(0, Math.floor(box.y - around));
  const part = {
    ...{ x, y },
    width: Math.min(width, Math.ceil(box.x + box.width + around)) - x,
    height: Math.min(height, Math.ceil(box.y + box.height + around)) - y,
  };
  if (!(part.width > 0 && part.height > 0)) throw new RangeError('That box holds nothing of the picture.');
  return part;
}

/** A place of the picture in cells of the grid. */
export const toGrid = ({ part, width, height }: ColourGrid, x: number, y: number) => ({
  x: ((x - part.x) * width) / part.width,
  y: ((y - part.y) * height) / part.height,
});

/** Squared difference of two cells' colours. */
export function difference({ colours }: ColourGrid, a: number, b: number): number {
  const red = colours[a * 3] - colours[b * 3];
  const green = colours[a * 3 + 1] - colours[b * 3 + 1];
  const blue = colours[a * 3 + 2] - colours[b * 3 + 2];
  return red * red + green * green + blue * blue;
}
