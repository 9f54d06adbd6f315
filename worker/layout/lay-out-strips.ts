import type { Box, Size } from '../../shared/image/geometry.ts';
import type { Picture } from '../../shared/image/picture.ts';
import { cropBox } from './crop-box.ts';
import { newForegroundBox } from './foreground-box.ts';
import type { Layout } from './lay-out.ts';
import { placeOf } from './place.ts';
import { type Move, placeStrips } from './place-strips.ts';

/** A cutout as it is answered, made as it is read. */
export interface LaidOutStrips extends Size {
  readonly strips: AsyncIterable<Picture>;
  /** Where in it something is visible, where that had to be found. */
  readonly foreground?: Box | undefined;
}

/**
 * `layOut` of a cutout that comes in strips, to the same pixels; it is not scaled. For a crop or a position the cutout is made twice:
 * once to see where the person is.
 *
 * @param strips the cutout of a part, anew each time.
 * @param part where that lies in the whole picture.
 */
export async function layOutStrips(
  strips: () => AsyncIterable<Picture>,
  part: Box,
  whole: Size,
  { crop, margin, position }: Omit<Layout, 'scale'>,
): Promise<LaidOutStrips> {
  const all = { x: 0, y: 0, width: whole.width, height: whole.height };
  const laid = (move: Move, foreground?: Box): LaidOutStrips => ({
    ...{ width: move.size.width, height: move.size.height },
    strips: placeStrips(strips(), part, move),
    foreground,
  });
  const visible = crop || position ? await visibleIn(strips(), part) : undefined;
  if (!visible) return laid({ from: all, to: all, size: whole });
  const kept = crop ? cropBox(visible, whole, margin) : all;
  const box = { ...visible, x: visible.x - kept.x, y: visible.y - kept.y };
  const place = placeOf(box, kept, undefined, position);
  const stays = place.x === box.x && place.y === box.y;
  return laid(stays ? { from: kept, to: { x: 0, y: 0 }, size: kept } : { from: visible, to: place, size: kept }, place);
}

/** The box around what is visible, in the whole picture. */
async function visibleIn(strips: AsyncIterable<Picture>, { x, y }: Box): Promise<Box | undefined> {
  const foreground = newForegroundBox();
  for await (const strip of strips) foreground.add(strip);
  const box = foreground.box();
  return box && { ...box, x: box.x + x, y: box.y + y };
}
