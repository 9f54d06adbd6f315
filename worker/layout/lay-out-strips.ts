import { type Box, fittingSize, type Size } from '../../shared/image/geometry.ts';
import { newPicture, type Picture } from '../../shared/image/picture.ts';
import { rowResizer } from '../../shared/image/resize.ts';
import type { CastShadow } from '../../shared/image/shadow/cast-shadow.ts';
import { layUnder } from '../../shared/image/shadow/lay-under.ts';
import { shapeLimits } from '../../shared/image/shadow/shade.ts';
import { cropBox } from './crop-box.ts';
import { newForegroundBox } from './foreground-box.ts';
import type { Layout } from './lay-out.ts';
import { placeOf } from './place.ts';
import { type Move, placeStrips } from './place-strips.ts';
import { resizeStrips } from './resize-strips.ts';
import { placementOf, shadowOf } from './shadow.ts';

/** A cutout as it is answered, made as it is read. */
export interface LaidOutStrips extends Size {
  /** The cutout from its first row to its last, made anew each time. */
  readonly strips: () => AsyncIterable<Picture>;
  /** Where in it something is visible, where that had to be found. */
  readonly foreground?: Box | undefined;
}

/**
 * `layOut` of a cutout that comes in strips, to the same pixels. For a crop, a scale, a position or a shadow the cutout is made once
 * more, to see where the person is.
 *
 * @param strips the cutout of a part, anew each time.
 * @param part where that lies in the whole picture.
 */
export async function layOutStrips(
  strips: () => AsyncIterable<Picture>,
  part: Box,
  whole: Size,
  layout: Layout,
): Promise<LaidOutStrips> {
  const { crop, margin, scale, position, shadow } = layout;
  const all = { x: 0, y: 0, width: whole.width, height: whole.height };
  const seen =
    crop || position || scale || shadow
      ? await seenIn(strips(), part, shadow && fittingSize(part, ...shapeLimits(whole)))
      : {};
  const { visible } = seen;
  if (!visible) {
    const { width, height } = whole;
    return { width, height, strips: () => placeStrips(strips(), part, { from: all, to: all, size: whole }) };
  }
  const cast = seen.shape && shadowOf(seen.shape, part, whole, layout);
  const kept = crop ? cropBox(visible, whole, margin) : all;
  const size = { width: kept.width, height: kept.height };
  const box = { ...visible, x: visible.x - kept.x, y: visible.y - kept.y };
  const place = placeOf(box, kept, scale, position);
  return { ...size, strips: cast ? () => shaded(placed(), cast) : placed, foreground: place };

  function placed(): AsyncIterable<Picture> {
    if (place.width !== box.width || place.height !== box.height) {
      const person = placeStrips(strips(), part, { from: visible!, to: { x: 0, y: 0 }, size: visible! });
      const scaled = resizeStrips(person, visible!, place);
      return placeStrips(scaled, { ...place, x: 0, y: 0 }, { from: { ...place, x: 0, y: 0 }, to: place, size });
    }
    const stays = place.x === box.x && place.y === box.y;
    const move: Move = stays ? { from: kept, to: { x: 0, y: 0 }, size } : { from: visible!, to: place, size };
    return placeStrips(strips(), part, move);
  }

  async function* shaded(upper: AsyncIterable<Picture>, below: CastShadow): AsyncGenerator<Picture> {
    const lay = layUnder(below, size, placementOf(visible!, place));
    let top = 0;
    for await (const strip of upper) {
      lay(strip, top);
      top += strip.height;
      yield strip;
    }
  }
}

/** The box around what is visible, in the whole picture, and a small copy of the part where its size is given. */
async function seenIn(
  strips: AsyncIterable<Picture>,
  part: Box,
  shaped?: Size,
): Promise<{ visible?: Box | undefined; shape?: Picture | undefined }> {
  const foreground = newForegroundBox();
  const shape = shaped && newPicture(shaped.width, shaped.height);
  const add = shape && rowResizer(part, shape);
  let top = 0;
  for await (const strip of strips) {
    foreground.add(strip);
    const rows = { width: part.width, height: part.height, data: strip.data, top };
    top += strip.height;
    if (add) for (let y = rows.top; y < top; y++) for (const _ of add(rows, y));
  }
  const box = foreground.box();
  return { visible: box && { ...box, x: box.x + part.x, y: box.y + part.y }, shape };
}
