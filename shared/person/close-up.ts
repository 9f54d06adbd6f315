import type { Box, Size } from '../image/geometry.ts';
import { type Matte, newMatte, newPicture, type Picture, type Tensor } from '../image/picture.ts';
import { solidBounds } from './subject.ts';

/** What is left around a person, as a share of the longer side of their box. */
const MARGIN = 0.2;
/** A part is worth a look of its own where it is seen this much larger there. */
const LARGER = 1.3;

/**
 * The part of a picture that all people of a matte are in, with room around them, where they fill so little of it that
 * the networks see them better alone.
 *
 * @param seen alpha `[1, 1, height, width]` of the picture.
 * @returns whole pixels inside of the picture; undefined where the whole picture will do.
 */
export function closeUp(seen: Tensor, { width, height }: Size): Box | undefined {
  const person = solidBounds(seen);
  if (!person) return undefined;
  const [rows, columns] = [seen.dims[2], seen.dims[3]];
  const margin = MARGIN * Math.max((person.width * width) / columns, (person.height * height) / rows);
  const x = Math.max(0, Math.floor((person.x * width) / columns - margin));
  const y = Math.max(0, Math.floor((person.y * height) / rows - margin));
  const right = ((person.x + person.width) * width) / columns;
  const bottom = ((person.y + person.height) * height) / rows;
  const box = {
    x,
    y,
    width: Math.min(width, Math.ceil(right + margin)) - x,
    height: Math.min(height, Math.ceil(bottom + margin)) - y,
  };
  return Math.min(width, height) / Math.min(box.width, box.height) >= LARGER &&
    Math.sqrt((width * height) / (box.width * box.height)) >= LARGER
    ? box
    : undefined;
}

/** A part's matte in the whole picture's: nothing around it. */
export function placeMatte(part: Matte, { x, y }: Box, { width, height }: Size): Matte {
  const matte = newMatte(width, height);
  for (let row = 0; row < part.height; row++) {
    matte.data.set(part.data.subarray(row * part.width, (row + 1) * part.width), (y + row) * width + x);
  }
  return matte;
}

/** A part's cutout in the whole picture's place: transparent around it. */
export function placePicture(part: Picture, { x, y }: Box, { width, height }: Size): Picture {
  const picture = newPicture(width, height);
  for (let row = 0; row < part.height; row++) {
    const pixels = part.data.subarray(row * part.width * 4, (row + 1) * part.width * 4);
    picture.data.set(pixels, ((y + row) * width + x) * 4);
  }
  return picture;
}
