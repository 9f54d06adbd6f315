import { figureBox } from '../../../shared/image/alpha.ts';
import type { Box, Size } from '../../../shared/image/geometry.ts';
import type { Matte } from '../../../shared/image/picture.ts';
import { grow, union } from '../pixels/rectangle.ts';
import { ASPECTS, frameAround } from '../result/frame.ts';
import { findHead, type Guide, guideOf, type Head, idFrame, idPixels } from '../result/id-photo.ts';
import { idPhotoOf } from '../result/id-photos.ts';
import { templateFrame, templateOf } from '../result/templates.ts';
import type { Settings } from './settings.ts';
import { reachOfSticker } from './sticker-of.ts';

/** What is kept, and what has to be said about it. */
export interface Framing {
  readonly frame: Box;
  /** The size that a template or an ID photograph has to have. */
  readonly fixed?: Size & { readonly dpi?: number };
  /** Only the circle in the frame is kept. */
  readonly round?: boolean;
  /** Where the head of an ID photograph belongs; shown, and never saved. */
  readonly guide?: Guide;
  readonly remark?: 'nobody' | 'headFound' | 'headGuessed' | 'beyondPicture';
}

/** Reads frames off a matte; person and head are looked for once per state of it. */
export function createFraming(matte: Matte): { frame(settings: Settings): Framing; forget(): void } {
  let person: Box | undefined | null = null;
  let head: Head | undefined | null = null;
  const whole: Box = { x: 0, y: 0, width: matte.width, height: matte.height };
  const personOf = () => {
    if (person === null) person = figureBox(matte);
    return person;
  };
  const headOf = () => {
    if (head === null) head = findHead(matte);
    return head;
  };

  /** The person with outline and shadow, which go on around where the picture ends; undefined where there are none. */
  const stickerBox = (settings: Settings): Box | undefined => {
    const reach = reachOfSticker(settings, matte);
    const found = reach > 0 && personOf();
    return found ? grow(found, reach) : undefined;
  };

  const frame = (settings: Settings): Framing => {
    const { cropping, margin, moved } = settings;
    if (cropping === 'all') return { frame: union(whole, stickerBox(settings)) ?? whole };
    const photo = idPhotoOf(cropping);
    if (photo) {
      const found = headOf();
      const dpi = Number(settings.dpi);
      const asked = { fixed: { ...idPixels(photo, dpi), dpi }, guide: guideOf(photo) };
      if (!found) return { ...asked, frame: whole, remark: 'nobody' };
      const framed = shifted(idFrame(found, photo, margin), moved);
      const isShort = framed.y + framed.height > matte.height;
      return { ...asked, frame: framed, remark: isShort ? 'beyondPicture' : found.sure ? 'headFound' : 'headGuessed' };
    }
    const template = templateOf(cropping);
    if (template) {
      const { width, height, round } = template;
      const asked = { fixed: { width, height }, ...(round && { round }) };
      const found = personOf();
      const around = found ?? whole;
      const framed = shifted(templateFrame(template, around, found && headOf(), matte, margin), moved);
      return { ...asked, frame: framed, ...(!found && { remark: 'nobody' as const }) };
    }
    const found = personOf();
    if (!found) return { frame: whole, remark: 'nobody' };
    const aspect = cropping in ASPECTS ? ASPECTS[cropping as keyof typeof ASPECTS] : undefined;
    const sticker = stickerBox(settings);
    const framed = sticker
      ? frameAround(sticker, undefined, margin, aspect)
      : frameAround(found, matte, margin, aspect);
    return { frame: shifted(framed, moved) };
  };

  return {
    frame,
    forget() {
      person = null;
      head = null;
    },
  };
}

const shifted = (box: Box, { x, y }: { x: number; y: number }): Box => ({
  ...box,
  x: box.x + Math.round(x),
  y: box.y + Math.round(y),
});
