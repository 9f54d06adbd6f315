import type { Matte, Picture } from '../../../shared/image/picture.ts';

/** Points along a line through a source, in its pixels: the first one, and the step from each to the next. */
export interface Line {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

/** The points of a line that a source of this size has anything at: from the first, up to but without the last. */
function reached({ x, y, dx, dy }: Line, { width, height }: { width: number; height: number }, count: number) {
  let [from, to] = [0, count];
  for (const [start, step, size] of [
    [x, dx, width],
    [y, dy, height],
  ]) {
    const ends = step === 0 ? [] : [(-0.5 - start) / step, (size + 0.5 - start) / step];
    if (step === 0 && (start <= -0.5 || start >= size + 0.5)) to = 0;
    if (ends.length > 0) {
      from = Math.max(from, Math.floor(Math.min(...ends)));
      to = Math.min(to, Math.ceil(Math.max(...ends)) + 1);
    }
  }
  return { from, to: Math.max(from, to) };
}

/** The pictures's pixels along a line, bilinear, straight alpha, into `row`; transparent outside. */
export function sampleTurnedRow(picture: Picture, line: Line, row: Uint8ClampedArray): void {
  const { width, height, data } = picture;
  row.fill(0);
  const { from, to } = reached(line, picture, row.length / 4);
  for (let i = from; i < to; i++) {
    const u = line.x + i * line.dx - 0.5;
    const v = line.y + i * line.dy - 0.5;
    const left = Math.floor(u);
    const above = Math.floor(v);
    if (left < -1 || above < -1 || left >= width || above >= height) continue;
    const [fx, fy] = [u - left, v - above];
    const at = (above * width + left) * 4;
    const [isLeft, isRight, isAbove, isBelow] = [left >= 0, left + 1 < width, above >= 0, above + 1 < height];
    const wa = isLeft && isAbove ? (1 - fx) * (1 - fy) * data[at + 3] : 0;
    const wb = isRight && isAbove ? fx * (1 - fy) * data[at + 7] : 0;
    const wc = isLeft && isBelow ? (1 - fx) * fy * data[at + width * 4 + 3] : 0;
    const wd = isRight && isBelow ? fx * fy * data[at + width * 4 + 7] : 0;
    const sum = wa + wb + wc + wd;
    if (sum === 0) continue;
    for (let c = 0; c < 3; c++) {
      // A weight of 0 may stand for a pixel that there is not.
      const value =
        (wa && data[at + c] * wa) +
        (wb && data[at + 4 + c] * wb) +
        (wc && data[at + width * 4 + c] * wc) +
        (wd && data[at + width * 4 + 4 + c] * wd);
      row[i * 4 + c] = value / sum;
    }
    row[i * 4 + 3] = sum;
  }
}

/** A matte's alpha along a line, bilinear, into `row`; 0 outside. */
export function sampleTurnedMatteRow(matte: Matte, line: Line, row: Uint8ClampedArray): void {
  const { width, height, data } = matte;
  row.fill(0);
  const { from, to } = reached(line, matte, row.length);
  for (let i = from; i < to; i++) {
    const u = line.x + i * line.dx - 0.5;
    const v = line.y + i * line.dy - 0.5;
    const left = Math.floor(u);
    const above = Math.floor(v);
    if (left < 0 || above < 0 || left + 1 >= width || above + 1 >= height) continue;
    const [fx, fy] = [u - left, v - above];
    const at = above * width + left;
    const top = data[at] + (data[at + 1] - data[at]) * fx;
    const bottom = data[at + width] + (data[at + width + 1] - data[at + width]) * fx;
    row[i] = top + (bottom - top) * fy;
  }
}
