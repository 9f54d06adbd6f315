import type { Signal } from '../../signal.ts';
import { pacer } from '../../steps.ts';
import { crop } from '../compose.ts';
import type { Box, Size } from '../geometry.ts';
import { newPicture, type Picture } from '../picture.ts';
import { rowResizer } from '../resize.ts';
import type { Rows } from './rows.ts';

/** Whether anything of a box of a picture is of use. */
export type IsOfUse = (box: Box) => boolean;

/** A picture that may have no room in memory: its rows are read as often as they are needed. */
export interface RowSource extends Size {
  /**
   * Reads the rows of a part from the first to the last, several at a time.
   *
   * @param isOfUse pixels in boxes that it declines may be anything.
   * @returns strips as wide as the part, one below the other; each may be overwritten by the next.
   */
  strips(part: Box, isOfUse?: IsOfUse): Iterable<Picture> | AsyncIterable<Picture>;
}

/** A picture at hand, or one that is read row by row. */
export type Source = Picture | RowSource;

export const isInMemory = (source: Source): source is Picture => 'data' in source;

/** A picture at hand, to be read row by row. */
export const rowsOfPicture = (picture: Picture): RowSource => ({
  width: picture.width,
  height: picture.height,
  strips: (part) => [crop(picture, part)],
});

/** The part of a source inside `box`, as a source of its own. */
export const partOf = ({ strips }: RowSource, box: Box): RowSource => ({
  width: box.width,
  height: box.height,
  strips: (part, isOfUse) =>
    strips(
      { ...part, x: box.x + part.x, y: box.y + part.y },
      isOfUse && ((whole) => isOfUse({ ...whole, x: whole.x - box.x, y: whole.y - box.y })),
    ),
});

/**
 * Calls `use` with every row of a source, from the first to the last.
 *
 * @param isOfUse pixels in boxes that it declines may be anything.
 * @throws whatever `signal` throws once aborted, the source, and `use`.
 */
export async function eachRow(
  source: RowSource,
  use: (rows: Rows, y: number) => void,
  signal?: Signal,
  isOfUse?: IsOfUse,
): Promise<void> {
  const { width, height } = source;
  const pace = pacer(signal);
  let top = 0;
  for await (const strip of source.strips({ x: 0, y: 0, width, height }, isOfUse)) {
    const rows = { width, height, data: strip.data, top };
    for (let y = top; y < top + strip.height; y++) use(rows, y);
    top += strip.height;
    await pace();
  }
}

/** `resize` of a source. @throws what `eachRow` throws. */
export async function resizeSource(source: RowSource, to: Size, signal?: Signal): Promise<Picture> {
  const result = newPicture(to.width, to.height);
  const add = rowResizer(source, result);
  const all = (rows: Rows, y: number) => {
    for (const _ of add(rows, y));
  };
  await eachRow(source, all, signal);
  return result;
}
