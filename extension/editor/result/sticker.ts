import type { Matte } from '../../../shared/image/picture.ts';
import { newMatte } from '../../../shared/image/picture.ts';
import { squaredDistances } from '../pixels/distance.ts';

/** Alpha from which a pixel belongs to what the outline runs around; fainter wisps are left out. */
const FAINTEST = 64;

/**
 * The outline of a sticker: everything within `width` pixels of the matte, the matte itself too, with a smooth rim. What it
 * encloses is filled: a sticker is one piece of paper.
 *
 * @param width in pixels of the matte, may be fractional.
 * @returns the alpha of the outline's colour, to be laid under the cutout.
 */
export function outline(matte: Matte, width: number): Matte {
  const cost = new Float32Array(matte.data.length);
  for (let i = 0; i < cost.length; i++) {
    const short = Math.max(0, 0.5 - matte.data[i] / 255);
    cost[i] = matte.data[i] < FAINTEST ? 1e20 : short * short;
  }
  squaredDistances(cost, matte.width, matte.height);
  const result = newMatte(matte.width, matte.height);
  for (let i = 0; i < cost.length; i++) {
    result.data[i] = Math.min(1, Math.max(0, width + 0.5 - Math.sqrt(cost[i]))) * 255;
  }
  fillHoles(result);
  return result;
}

/** Makes opaque whatever of a shape can't be reached from the edges of its plane; the outer rim stays as smooth as it is. */
function fillHoles({ width, height, data }: Matte): void {
  const OUTSIDE = 1;
  const RIM = 2;
  const reached = new Uint8Array(data.length);
  const open: number[] = [];
  const enter = (i: number) => {
    if (reached[i] === OUTSIDE || data[i] >= 128) return;
    reached[i] = OUTSIDE;
    open.push(i);
  };
  for (let x = 0; x < width; x++) [x, x + (height - 1) * width].forEach(enter);
  for (let y = 0; y < height; y++) [y * width, (y + 1) * width - 1].forEach(enter);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const x = at % width;
    const [left, right, above, below] = [x > 0, x < width - 1, at >= width, at < width * (height - 1)];
    if (left) enter(at - 1);
    if (right) enter(at + 1);
    if (above) enter(at - width);
    if (below) enter(at + width);
    for (let dy = above ? -1 : 0; dy <= (below ? 1 : 0); dy++) {
      for (let dx = left ? -1 : 0; dx <= (right ? 1 : 0); dx++) reached[at + dy * width + dx] ||= RIM;
    }
  }
  for (let i = 0; i < data.length; i++) if (!reached[i]) data[i] = 255;
}
