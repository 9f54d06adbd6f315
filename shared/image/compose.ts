import type { Steps } from '../steps.ts';
import type { Box, Size } from './geometry.ts';
import { copyBox } from './paste.ts';
import { type Colour, type Matte, newMatte, newPicture, type Picture } from './picture.ts';
import { resize } from './resize.ts';

/** A cutout laid over one opaque colour. */
export function composeOnColour(cutout: Picture, colour: Colour): Picture {
  const result = newPicture(cutout.width, cutout.height);
  for (let at = 0; at < cutout.data.length; at += 4) {
    const alpha = cutout.data[at + 3] / 255;
    for (let c = 0; c < 3; c++) result.data[at + c] = colour[c] + (cutout.data[at + c] - colour[c]) * alpha;
    result.data[at + 3] = 255;
  }
  return result;
}

/**
 * A cutout laid over a picture of the same size (Porter & Duff's *over*).
 *
 * @throws RangeError when the sizes differ.
 */
export function composeOnPicture(cutout: Picture, background: Picture): Picture {
  if (cutout.width !== background.width || cutout.height !== background.height) {
    throw new RangeError('The cutout and the background differ in size.');
  }
  const result = newPicture(cutout.width, cutout.height);
  for (let at = 0; at < cutout.data.length; at += 4) {
    const over = cutout.data[at + 3] / 255;
    const under = (background.data[at + 3] / 255) * (1 - over);
    const alpha = over + under;
    if (alpha === 0) continue;
    for (let c = 0; c < 3; c++) {
      result.data[at + c] = (cutout.data[at + c] * over + background.data[at + c] * under) / alpha;
    }
    result.data[at + 3] = alpha * 255;
  }
  return result;
}

/** The part of a picture inside `box`. */
export function crop(picture: Picture, box: Box): Picture {
  const part = newPicture(box.width, box.height);
  copyBox(picture, box, part, { x: 0, y: 0 }, 4);
  return part;
}

/** The part of a matte inside `box`. */
export function cropMatte(matte: Matte, box: Box): Matte {
  const part = newMatte(box.width, box.height);
  copyBox(matte, box, part, { x: 0, y: 0 }, 1);
  return part;
}

/** A picture scaled and cropped, about its middle, to fill `width` × `height`. */
export function* cover(picture: Picture, width: number, height: number): Steps<Picture> {
  return yield* resize(crop(picture, boxThatCovers(picture, { width, height })), width, height);
}

/** The part of a picture about its middle that has the proportions of another size. */
export function boxThatCovers(picture: Size, { width, height }: Size): Box {
  const scale = Math.min(picture.width / width, picture.height / height);
  const box = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
  return { x: (picture.width - box.width) >> 1, y: (picture.height - box.height) >> 1, ...box };
}
