import type { Box } from './geometry.ts';
import type { Matte, Picture } from './picture.ts';

/** Writes a part's matte into the whole picture's, its upper left corner at `at`. */
export function pasteMatte(into: Matte, part: Matte, { x, y }: Pick<Box, 'x' | 'y'>): void {
  for (let row = 0; row < part.height; row++) {
    into.data.set(part.data.subarray(row * part.width, (row + 1) * part.width), (y + row) * into.width + x);
  }
}

/** Writes a part's pixels into the whole picture's, its upper left corner at `at`. */
export function pastePicture(into: Picture, part: Picture, { x, y }: Pick<Box, 'x' | 'y'>): void {
  for (let row = 0; row < part.height; row++) {
    const pixels = part.data.subarray(row * part.width * 4, (row + 1) * part.width * 4);
    into.data.set(pixels, ((y + row) * into.width + x) * 4);
  }
}
