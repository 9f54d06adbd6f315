import type { Orientation } from '../sniff/header.ts';
import { newPicture, type Picture } from './picture.ts';

/** Where a stored pixel goes, by EXIF orientation. */
const MOVES: Readonly<Record<Orientation, readonly [swap: boolean, mirrorX: boolean, mirrorY: boolean]>> = {
  1: [false, false, false],
  2: [false, true, false],
  3: [false, true, true],
  4: [false, false, true],
  5: [true, false, false],
  6: [true, true, false],
  7: [true, true, true],
  8: [true, false, true],
};

/** How pixels as stored become upright: swap the axes first, then mirror each that is to be. */
export const movesOf = (orientation: Orientation) => MOVES[orientation];

/** A picture as stored, set upright as its EXIF orientation says; the same object where it already is. */
export function orient(picture: Picture, orientation: Orientation): Picture {
  if (orientation === 1) return picture;
  const [swap, mirrorX, mirrorY] = movesOf(orientation);
  const { width, height } = picture;
  const upright = swap ? newPicture(height, width) : newPicture(width, height);
  const from = new Uint32Array(picture.data.buffer, picture.data.byteOffset, width * height);
  const to = new Uint32Array(upright.data.buffer);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const u = swap ? y : x;
      const v = swap ? x : y;
      const column = mirrorX ? upright.width - 1 - u : u;
      const row = mirrorY ? upright.height - 1 - v : v;
      to[row * upright.width + column] = from[at];
    }
  }
  return upright;
}
