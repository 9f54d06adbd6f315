import type { Box } from '../../shared/image/geometry.ts';
import type { Picture } from '../../shared/image/picture.ts';

/** Fainter alpha is a breath around the person and not a part of it. */
const LEAST_ALPHA = 13;

/** The smallest box around all that is visible of a cutout, or undefined where nothing is. */
export function foregroundBox({ width, height, data }: Picture): Box | undefined {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0, at = 3; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      if (data[at] < LEAST_ALPHA) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (top > y) top = y;
      bottom = y;
    }
  }
  if (right < 0) return undefined;
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}
