import { boxThatCovers, composeOnPicture } from '../../shared/image/compose.ts';
import type { Size } from '../../shared/image/geometry.ts';
import { newPicture, type Picture } from '../../shared/image/picture.ts';
import { rowResizer } from '../../shared/image/resize.ts';
import type { RowSource } from '../../shared/image/rows/row-source.ts';
import { newRows } from '../../shared/image/rows/rows.ts';
import { STRIP_ROWS } from './place-strips.ts';

/**
 * `resize` of a picture that comes in strips, to the same pixels.
 *
 * @param from the size of what comes.
 * @returns strips of `STRIP_ROWS` rows; the last has what is left.
 */
export async function* resizeStrips(
  strips: Iterable<Picture> | AsyncIterable<Picture>,
  from: Size,
  to: Size,
): AsyncGenerator<Picture> {
  const row = newRows(to, 4, 1);
  const add = rowResizer(from, row);
  const rowsFrom = (top: number) => newPicture(to.width, Math.min(STRIP_ROWS, to.height - top));
  let strip = rowsFrom(0);
  let source = 0;
  for await (const { height, data } of strips) {
    const rows = { ...from, data, top: source };
    for (const end = source + height; source < end; source++) {
      for (const y of add(rows, source)) {
        const at = y % STRIP_ROWS;
        strip.data.set(row.data, at * to.width * 4);
        if (at + 1 < strip.height) continue;
        yield strip;
        strip = rowsFrom(y + 1);
      }
    }
  }
}

/**
 * Lays a cutout in strips of `STRIP_ROWS` rows over a picture that is scaled and cropped to fill it.
 *
 * @param size of the whole cutout.
 */
export async function* layOverPicture(
  strips: AsyncIterable<Picture>,
  size: Size,
  lower: RowSource,
): AsyncGenerator<Picture> {
  const part = boxThatCovers(lower, size);
  const beneath = resizeStrips(lower.strips(part), part, size);
  try {
    for await (const strip of strips) yield composeOnPicture(strip, (await beneath.next()).value);
  } finally {
    await beneath.return(undefined);
  }
}
