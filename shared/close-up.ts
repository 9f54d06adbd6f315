import type { Box } from './compose.ts';
import { type Matte, newMatte, newPicture, type Picture, type Tensor } from './picture.ts';
import type { Size } from './tensor.ts';

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
export function closeUp({ dims, data }: Tensor, { width, height }: Size): Box | undefined {
  const [rows, columns] = [dims[2], dims[3]];
  let [left, top, right, bottom] = [columns, rows, 0, 0];
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      if (data[y * columns + x] < 0.5) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = y + 1;
    }
  }
  if (right <= left) return undefined;
  const [w, h] = [((right - left) * width) / columns, ((bottom - top) * height) / rows];
  const margin = MARGIN * Math.max(w, h);
  const x = Math.max(0, Math.floor((left * width) / columns - margin));
  const y = Math.max(0, Math.floor((top * height) / rows - margin));
  const box = {
    x,
    y,
    width: Math.min(width, Math.ceil((right * width) / columns + margin)) - x,
    height: Math.min(height, Math.ceil((bottom * height) / rows + margin)) - y,
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
