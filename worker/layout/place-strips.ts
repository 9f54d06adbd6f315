import type { Box, Size } from '../../shared/image/geometry.ts';
import { newPicture, type Picture } from '../../shared/image/picture.ts';

/** Rows of every strip but the last. */
export const STRIP_ROWS = 32;

/** Pixels that move: those in `from`, of the whole picture, to a place in a picture of another size. */
export interface Move {
  readonly from: Box;
  readonly to: Pick<Box, 'x' | 'y'>;
  readonly size: Size;
}

/**
 * A picture of `size` with what is moved to it, and nothing around that.
 *
 * @param strips a part of a picture, from its first row on; read no further than is needed.
 * @param part where that lies in the whole picture.
 * @returns strips as wide as `size`, one below the other.
 */
export async function* placeStrips(
  strips: AsyncIterable<Picture>,
  part: Box,
  { from, to, size }: Move,
): AsyncGenerator<Picture> {
  const left = Math.max(from.x, part.x);
  const right = Math.min(from.x + from.width, part.x + part.width);
  const first = Math.max(from.y, part.y);
  const end = Math.min(from.y + from.height, part.y + part.height);
  const rows = rowsOf(strips);
  let next = part.y;
  try {
    for (let top = 0; top < size.height; top += STRIP_ROWS) {
      const strip = newPicture(size.width, Math.min(STRIP_ROWS, size.height - top));
      for (let y = top; y < top + strip.height; y++) {
        const wanted = y - to.y + from.y;
        if (wanted < first || wanted >= end || right <= left) continue;
        for (; next < wanted; next++) await rows.next();
        const { value } = await rows.next();
        next++;
        const row = (value as Picture['data']).subarray((left - part.x) * 4, (right - part.x) * 4);
        strip.data.set(row, ((y - top) * size.width + to.x + left - from.x) * 4);
      }
      yield strip;
    }
  } finally {
    await rows.return(undefined);
  }
}

async function* rowsOf(strips: AsyncIterable<Picture>): AsyncGenerator<Picture['data'], undefined> {
  for await (const { width, height, data } of strips) {
    for (let y = 0; y < height; y++) yield data.subarray(y * width * 4, (y + 1) * width * 4);
  }
}
