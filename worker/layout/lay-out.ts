import type { MatteQuery } from '../../shared/contracts/matte-query.ts';
import { crop } from '../../shared/image/compose.ts';
import type { Box } from '../../shared/image/geometry.ts';
import { pastePicture } from '../../shared/image/paste.ts';
import { newPicture, type Picture } from '../../shared/image/picture.ts';
import { resize, shrinkTo } from '../../shared/image/resize.ts';
import { layUnder } from '../../shared/image/shadow/lay-under.ts';
import { shapeLimits } from '../../shared/image/shadow/shade.ts';
import type { Steps } from '../../shared/steps.ts';
import { cropBox } from './crop-box.ts';
import { foregroundBox } from './foreground-box.ts';
import { placeOf } from './place.ts';
import { placementOf, shadowOf } from './shadow.ts';

/** The parameters that say where what was cut out stands, and which shadow it throws. */
export type Layout = Pick<MatteQuery, 'crop' | 'margin' | 'scale' | 'position' | 'shadow' | 'shadow_opacity'>;

/** A cutout as it is answered, and where in it something is visible. */
export interface LaidOut {
  readonly cutout: Picture;
  readonly foreground?: Box | undefined;
}

/**
 * Crops a cutout to what is visible, then scales and moves that inside of the crop, and lays its shadow under it. It is never larger
 * than it came; where nothing is visible, it stays as it is.
 *
 * @param whole may be written to.
 */
export function* layOut(whole: Picture, layout: Layout): Steps<LaidOut> {
  const { crop: wanted, margin, scale, position } = layout;
  const visible = foregroundBox(whole);
  if (!visible) return { cutout: whole };
  const shape = layout.shadow && (yield* shrinkTo(whole, ...shapeLimits(whole)));
  const cast = shape && shadowOf(shape, { x: 0, y: 0, width: whole.width, height: whole.height }, whole, layout);
  const kept = wanted ? cropBox(visible, whole, margin) : { x: 0, y: 0, width: whole.width, height: whole.height };
  const box = { ...visible, x: visible.x - kept.x, y: visible.y - kept.y };
  const place = placeOf(box, kept, scale, position);
  const stays = (['x', 'y', 'width', 'height'] as const).every((key) => place[key] === box[key]);
  const cutout = stays ? (wanted ? crop(whole, kept) : whole) : yield* moved();
  if (cast) layUnder(cast, cutout, placementOf(visible, place))(cutout, 0);
  return { cutout, foreground: place };

  function* moved(): Steps<Picture> {
    const canvas = newPicture(kept.width, kept.height);
    const part = crop(whole, visible!);
    const isScaled = place.width !== box.width || place.height !== box.height;
    pastePicture(canvas, isScaled ? yield* resize(part, place.width, place.height) : part, place);
    return canvas;
  }
}
