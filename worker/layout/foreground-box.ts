import type { Box } from '../../shared/image/geometry.ts';
import type { Picture } from '../../shared/image/picture.ts';

/** Fainter alpha is a breath around the person and not a part of it. */
const LEAST_ALPHA = 13;

/** The smallest box around all that is visible of a cutout, or undefined where nothing is. */
export function foregroundBox(cutout: Picture): Box | undefined {
  const foreground = newForegroundBox();
  foreground.add(cutout);
  return foreground.box();
}

/** `foregroundBox` of a cutout that comes in strips, one below the other. */
export function newForegroundBox(): { add(strip: Picture): void; box(): Box | undefined } {
  let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, 0, -1, -1];
  let row = 0;
  return {
    add({ width, height, data }) {
      for (let y = 0, at = 3; y < height; y++, row++) {
        for (let x = 0; x < width; x++, at += 4) {
          if (data[at] < LEAST_ALPHA) continue;
          if (bottom < 0) top = row;
          if (x < left) left = x;
          if (x > right) right = x;
          bottom = row;
        }
      }
    },
    box: () => (right < 0 ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 }),
  };
}
