import type { Box } from '../../../shared/image/geometry.ts';
import { newPicture, type Picture } from '../../../shared/image/picture.ts';
import { newPyramid } from '../pixels/pyramid.ts';
import { sampleTurnedRow } from '../pixels/sample-turned.ts';
import { applied, inverse, type Similarity, scaleOf } from '../pixels/similarity.ts';

/** Where a person is put, and which part of the picture is at hand. */
export interface Placed {
  readonly placing: Similarity;
  /** In pixels of the picture. */
  readonly from: Box;
}

/**
 * A part of a cutout moved, scaled and rotated, as the view shows it: bilinear in the level of a pyramid that is at most twice as fine.
 *
 * @param part what the cutout has inside `placed.from`.
 * @param area what the result shows of the plane that the person is put in.
 * @returns a picture of exactly `width` × `height`.
 */
export function placePart(part: Picture, { placing, from }: Placed, area: Box, width: number, height: number): Picture {
  const [sx, sy] = [area.width / width, area.height / height];
  const back = inverse(placing);
  const pyramid = newPyramid(part);
  const shrunk = Math.max(0, Math.floor(Math.log2(Math.min(sx, sy) / scaleOf(placing)) + 1e-9));
  const level = Math.min(pyramid.length - 1, shrunk);
  const result = newPicture(width, height);
  for (let y = 0; y < height; y++) {
    const start = applied(back, { x: area.x + sx / 2, y: area.y + (y + 0.5) * sy });
    const line = {
      x: (start.x - from.x) / 2 ** level,
      y: (start.y - from.y) / 2 ** level,
      dx: (back.a * sx) / 2 ** level,
      dy: (back.b * sx) / 2 ** level,
    };
    sampleTurnedRow(pyramid[level], line, result.data.subarray(y * width * 4, (y + 1) * width * 4));
  }
  return result;
}
