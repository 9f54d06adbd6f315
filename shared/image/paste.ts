import type { Box } from './geometry.ts';
import type { Matte, Picture } from './picture.ts';

/** A place in pixels, from the upper left. */
type Place = Pick<Box, 'x' | 'y'>;

/** Row-major pixels, each of one or several values. */
interface Pixels {
  readonly width: number;
  readonly data: Uint8ClampedArray | Float32Array;
}

/**
 * Copies a box, which lies inside `from`, to a place in `into` where it fits.
 *
 * @param channels values of a pixel, the same in both.
 */
export function copyBox(from: Pixels, box: Box, into: Pixels, { x, y }: Place, channels: number): void {
  const length = box.width * channels;
  for (let row = 0; row < box.height; row++) {
    const start = ((box.y + row) * from.width + box.x) * channels;
    into.data.set(from.data.subarray(start, start + length), ((y + row) * into.width + x) * channels);
  }
}

/** Writes a part's matte into the whole picture's, its upper left corner at `at`. */
export const pasteMatte = (into: Matte, part: Matte, at: Place): void =>
  copyBox(part, { x: 0, y: 0, ...part }, into, at, 1);

/** Writes a part's pixels into the whole picture's, its upper left corner at `at`. */
export const pastePicture = (into: Picture, part: Picture, at: Place): void =>
  copyBox(part, { x: 0, y: 0, ...part }, into, at, 4);
