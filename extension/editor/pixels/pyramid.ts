import type { Box } from '../../../shared/image/geometry.ts';
import { newPicture, type Picture } from '../../../shared/image/picture.ts';
import { clip } from './rectangle.ts';

/** Pictures of which each is half the one before (rounded up): what a view samples from when zoomed out. */
export type Pyramid = readonly Picture[];

/** Levels stop when both sides fit in this. */
const SMALLEST = 256;

/** The pyramid over `picture`, which is its first level. */
export function newPyramid(picture: Picture): Pyramid {
  const levels = [picture];
  let finest = picture;
  while (Math.max(finest.width, finest.height) > SMALLEST) {
    const half = newPicture((finest.width + 1) >> 1, (finest.height + 1) >> 1);
    halve(finest, half, { x: 0, y: 0, width: half.width, height: half.height });
    levels.push(half);
    finest = half;
  }
  return levels;
}

/** The finest level whose sides are at most `longest`, and how many of its pixels make one of the picture. */
export function levelWithin(pyramid: Pyramid, longest: number): { level: Picture; scale: number } {
  const fits = pyramid.findIndex(({ width, height }) => Math.max(width, height) <= longest);
  const k = fits < 0 ? pyramid.length - 1 : fits;
  return { level: pyramid[k], scale: 1 / 2 ** k };
}

/** Brings the levels up to date after the first one changed inside `box`. */
export function updatePyramid(pyramid: Pyramid, box: Box): void {
  for (let k = 1; k < pyramid.length; k++) {
    const scale = 2 ** k;
    const scaled = { x: box.x / scale, y: box.y / scale, width: box.width / scale, height: box.height / scale };
    const part = clip(scaled, pyramid[k].width, pyramid[k].height);
    if (part) halve(pyramid[k - 1], pyramid[k], part);
  }
}

/** Means of 2×2 pixels, colours weighted by their alpha, for the pixels of `to` inside `box`. */
function halve(from: Picture, to: Picture, box: Box): void {
  const { width, height, data } = from;
  const result = to.data;
  for (let y = box.y; y < box.y + box.height; y++) {
    const above = 2 * y * width;
    const below = Math.min(2 * y + 1, height - 1) * width;
    for (let x = box.x; x < box.x + box.width; x++) {
      const left = 2 * x;
      const right = Math.min(left + 1, width - 1);
      const a = (above + left) * 4;
      const b = (above + right) * 4;
      const c = (below + left) * 4;
      const d = (below + right) * 4;
      const wa = data[a + 3];
      const wb = data[b + 3];
      const wc = data[c + 3];
      const wd = data[d + 3];
      const sum = wa + wb + wc + wd;
      const at = (y * to.width + x) * 4;
      const share = sum > 0 ? 1 / sum : 0;
      result[at] = (data[a] * wa + data[b] * wb + data[c] * wc + data[d] * wd) * share;
      result[at + 1] = (data[a + 1] * wa + data[b + 1] * wb + data[c + 1] * wc + data[d + 1] * wd) * share;
      result[at + 2] = (data[a + 2] * wa + data[b + 2] * wb + data[c + 2] * wc + data[d + 2] * wd) * share;
      result[at + 3] = sum / 4;
    }
  }
}
