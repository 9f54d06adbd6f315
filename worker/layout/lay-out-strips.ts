import type { Box, Size } from '../../shared/image/geometry.ts';
import type { Picture } from '../../shared/image/picture.ts';
import { cropBox } from './crop-box.ts';
import { newForegroundBox } from './foreground-box.ts';
import type { Layout } from './lay-out.ts';
import { placeOf } from './place.ts';
import { type Move, placeStrips } from './place-strips.ts';
import { resizeStrips } from './resize-strips.ts';

/** A cutout as it is answered, made as it is read. */
export interface LaidOutStrips extends Size {
  /** The cutout from its first row to its last, made anew each time. */
  readonly strips: () => AsyncIterable<Picture>;
  /** Where in it something is visible, where that had to be found. */
  readonly foreground?: Box | undefined;
}

/**
 * `layOut` of a cutout that comes in strips, to the same pixels. For a crop, a scale or a position the cutout is made once more, to see
 * where the person is.
 *
 * @param strips the cutout of a part, anew each time.
 * @param part where that lies in the whole picture.
 */
export async function layOutStrips(
  strips: () => AsyncIterable<Picture>,
  part: Box,
  whole: Size,
  { crop, margin, scale, position }: Layout,
): Promise<LaidOutStrips> {
  const all = { x: 0, y: 0, width: whole.width, height: whole.height };
  const laid = (move: Move, foreground?: Box): LaidOutStrips => ({
    ...{ width: move.size.width, height: move.size.height },
    strips: () => placeStrips(strips(), part, move),
    foreground,
  });
  const visible = crop || position || scale ? await visibleIn(strips(), part) : undefined;
  if (!visible) return laid({ from: all, to: all, size: whole });
  const kept = crop ? cropBox(visible, whole, margin) : all;
  const box = { ...visible, x: visible.x - kept.x, y: visible.y - kept.y };
  const place = placeOf(box, kept, scale, position);
  if (place.width !== box.width || place.height !== box.height) {
    const person = (): AsyncIterable<Picture> =>
      placeStrips(strips(), part, { from: visible, to: { x: 0, y: 0 }, size: visible });
    const scaled = () => resizeStrips(person(), visible, place);
    const move = { from: { ...place, x: 0, y: 0 }, to: place, size: kept };
    return {
      width: kept.width,
      height: kept.height,
      strips: () => placeStrips(scaled(), move.from, move),
      foreground: place,
    };
  }
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
