import type { Size } from '../../shared/image/geometry.ts';
import type { Picture } from '../../shared/image/picture.ts';
import { resize } from '../../shared/image/resize.ts';
import type { Steps } from '../../shared/steps.ts';

/** A picture in its `fittingSize`. */
export function* shrinkTo(picture: Picture, pixels: number, most?: number): Steps<Picture> {
  const { width, height } = fittingSize(picture, pixels, most);
  if (width === picture.width && height === picture.height) return picture;
  return yield* resize(picture, width, height);
}

/** The largest size of the same shape with at most `pixels`, at most `most` times as large as it is, and no larger than it is. */
export function fittingSize({ width, height }: Size, pixels: number, most = 1): Size {
  const scale = Math.min(most, Math.sqrt(pixels / (width * height)));
  if (scale >= 1) return { width, height };
  return { width: Math.max(1, Math.floor(width * scale)), height: Math.max(1, Math.floor(height * scale)) };
}
