import type { Box } from '../../../shared/image/geometry.ts';
import { type Matte, newMatte, newPicture, type Picture } from '../../../shared/image/picture.ts';
import { newPyramid } from '../pixels/pyramid.ts';
import { type Line, sampleTurnedMatteRow, sampleTurnedRow } from '../pixels/sample-turned.ts';
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
  const finest = Math.min(area.width / width, area.height / height) / scaleOf(placing);
  const pyramid = newPyramid(part);
  const level = Math.min(pyramid.length - 1, Math.max(0, Math.floor(Math.log2(finest) + 1e-9)));
  const result = newPicture(width, height);
  const lineOf = linesInto(placing, area, width, height);
  for (let y = 0; y < height; y++) {
    sampleTurnedRow(
      pyramid[level],
      lineOf(y, from, 2 ** -level),
      result.data.subarray(y * width * 4, (y + 1) * width * 4),
    );
  }
  return result;
}

/**
 * A matte moved, scaled and rotated.
 *
 * @param of what it covers of the plane before that, at any size of its own.
 * @param area as of `placePart`.
 * @returns a matte of exactly `width` × `height`.
 */
export function placeMatte(
  image: Matte,
  of: Box,
  placing: Similarity,
  area: Box,
  width: number,
  height: number,
): Matte {
  const result = newMatte(width, height);
  const lineOf = linesInto(placing, area, width, height);
  for (let y = 0; y < height; y++) {
    const row = result.data.subarray(y * width, (y + 1) * width);
    sampleTurnedMatteRow(image, lineOf(y, of, image.width / of.width), row);
  }
  return result;
}

/** Row `y` of an area at a size as a line through a source that covers `of`, at a scale of its own. */
function linesInto(placing: Similarity, area: Box, width: number, height: number) {
  const [sx, sy] = [area.width / width, area.height / height];
  const back = inverse(placing);
  return (y: number, of: Box, scale: number): Line => {
    const start = applied(back, { x: area.x + sx / 2, y: area.y + (y + 0.5) * sy });
    return {
      x: (start.x - of.x) * scale,
      y: (start.y - of.y) * scale,
      dx: back.a * sx * scale,
      dy: back.b * sx * scale,
    };
  };
}
