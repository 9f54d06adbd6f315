import { alphaOf, figureBox } from '../../shared/image/alpha.ts';
import type { Picture } from '../../shared/image/picture.ts';
import type { Steps } from '../../shared/steps.ts';
import { grow } from '../editor/pixels/rectangle.ts';
import { cropFor, cropOver, finishPicture } from '../editor/result/finish.ts';
import { DEFAULTS } from '../editor/state/settings.ts';
import { reachOfSticker, stickerOf } from '../editor/state/sticker-of.ts';

const STICKER = { ...DEFAULTS, outlined: true, shaded: true };

/** The people of a cutout as the editor's sticker: a white outline and a shadow, cropped to what these reach. */
export function* stickerOfCutout(cutout: Picture): Steps<Picture> {
  const person = figureBox(alphaOf(cutout)) ?? { x: 0, y: 0, width: cutout.width, height: cutout.height };
  const frame = grow(person, reachOfSticker(STICKER, person));
  const sticker = stickerOf(STICKER, person);
  const part = cropOver(cutout, cropFor(frame, sticker));
  return yield* finishPicture(part, frame, sticker, undefined, frame.width, frame.height);
}
