import type { Size } from '../../shared/image/geometry.ts';
import type { Picture } from '../../shared/image/picture.ts';
import { resize } from '../../shared/image/resize.ts';
import type { Steps } from '../../shared/steps.ts';

/** A picture as it is where it has at most `pixels`, else the largest of its shape that has. */
export function* shrinkTo(picture: Picture, pixels: number): Steps<Picture> {
  const { width, height } = fittingSize(picture, pixels);
  if (width === picture.width && height === picture.height) return picture;
  return yield* resize(picture, width, height);
}

/** The largest size of the same shape with at most `pixels`, and no larger than it is. */
export function fittingSize({ width, height }: Size, pixels: number): Size {
  const scale = Math.sqrt(pixels / (width * height));
  if (scale >= 1) return { width, height };
  return { width: Math.max(1, Math.floor(width * scale)), height: Math.max(1, Math.floor(height * scale)) };
}
