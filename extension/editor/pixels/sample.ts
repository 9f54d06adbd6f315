import type { Box } from '../../../shared/image/geometry.ts';
import { newPicture, type Picture } from '../../../shared/image/picture.ts';
import { newTaps, type Taps } from '../../../shared/image/taps.ts';

/** Row `y` of the points: straight-alpha RGBA into `row`, colours weighted by their alpha. */
export function sampleRow({ width, data }: Picture, down: Taps, y: number, across: Taps, row: Uint8ClampedArray): void {
  const above = down.first[y] * width;
  const below = down.second[y] * width;
  const fy = down.share[y];
  for (let x = 0, at = 0; x < across.first.length; x++, at += 4) {
    const left = across.first[x];
    const right = across.second[x];
    const fx = across.share[x];
    const a = (above + left) * 4;
    const b = (above + right) * 4;
    const c = (below + left) * 4;
    const d = (below + right) * 4;
    let wa = (1 - fx) * (1 - fy) * data[a + 3];
    let wb = fx * (1 - fy) * data[b + 3];
    let wc = (1 - fx) * fy * data[c + 3];
    let wd = fx * fy * data[d + 3];
    const sum = wa + wb + wc + wd;
    row[at + 3] = sum;
    if (sum === 0) continue;
    const share = 1 / sum;
    wa *= share;
    wb *= share;
    wc *= share;
    wd *= share;
    row[at] = data[a] * wa + data[b] * wb + data[c] * wc + data[d] * wd;
    row[at + 1] = data[a + 1] * wa + data[b + 1] * wb + data[c + 1] * wc + data[d + 1] * wd;
    row[at + 2] = data[a + 2] * wa + data[b + 2] * wb + data[c + 2] * wc + data[d + 2] * wd;
  }
}

/** The part of a picture inside `box` (in its pixels; the picture’s edges are replicated), bilinear, at another size. */
export function samplePart(picture: Picture, box: Box, width: number, height: number): Picture {
  const result = newPicture(width, height);
  const across = newTaps(width, box.x, box.width / width, picture.width);
  const down = newTaps(height, box.y, box.height / height, picture.height);
  for (let y = 0; y < height; y++) {
    sampleRow(picture, down, y, across, result.data.subarray(y * width * 4, (y + 1) * width * 4));
  }
  return result;
}
