import { crop } from '../image/compose.ts';
import type { Box } from '../image/geometry.ts';
import { copyBox } from '../image/paste.ts';
import { type Matte, newMatte, type Picture, type Tensor } from '../image/picture.ts';
import { resizePlane } from '../image/plane.ts';
import { estimateAlpha } from '../matting/bayesian-alpha.ts';
import { buildColourModel } from '../matting/colour-model.ts';
import { refineMatte } from '../matting/guided-filter.ts';
import { type Steps, within } from '../steps.ts';

/** A coarse matte of a part of a picture; nothing changes outside the part. */
export interface Selection {
  /** In whole pixels of the picture. */
  readonly part: Box;
  /** `[1, 1, height, width]` over the part, 0..1. */
  readonly coarse: Tensor;
}

/** Cells around those that change, for what is learnt from near by. */
const MARGIN = 8;

/** The part of a selection in which cells change, and a little around. All of it where none does. */
export function changedPart({ part, coarse }: Selection, changed: Uint8Array): Selection {
  const [height, width] = [coarse.dims[2], coarse.dims[3]];
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    const row = changed.subarray(y * width, (y + 1) * width);
    const first = row.indexOf(1);
    if (first < 0) continue;
    left = Math.min(left, first);
    right = Math.max(right, row.lastIndexOf(1));
    top = Math.min(top, y);
    bottom = y;
  }
  if (bottom < 0) return { part, coarse };
  left = Math.max(0, left - MARGIN);
  top = Math.max(0, top - MARGIN);
  const size = {
    width: Math.min(width, right + 1 + MARGIN) - left,
    height: Math.min(height, bottom + 1 + MARGIN) - top,
  };
  const data = new Float32Array(size.width * size.height);
  const from = { width, data: coarse.data };
  copyBox(from, { x: left, y: top, ...size }, { width: size.width, data }, { x: 0, y: 0 }, 1);
  const [across, down] = [part.width / width, part.height / height];
  const x = part.x + Math.round(left * across);
  const y = part.y + Math.round(top * down);
  return {
    part: {
      ...{ x, y },
      width: part.x + Math.round((left + size.width) * across) - x,
      height: part.y + Math.round((top + size.height) * down) - y,
    },
    coarse: { dims: [1, 1, size.height, size.width], data },
  };
}

/** The same selection for the picture enlarged `scale` times to `width` × `height`. */
export function enlarged({ part, coarse }: Selection, scale: number, width: number, height: number): Selection {
  const [x, y] = [part.x * scale, part.y * scale];
  const [right, bottom] = [Math.min(width, x + part.width * scale), Math.min(height, y + part.height * scale)];
  return { part: { x, y, width: right - x, height: bottom - y }, coarse };
}

/** A selection's matte at the part's own size, at once: interpolated, blind to the picture. */
export function quickMatte({ part, coarse }: Selection): Matte {
  const matte = newMatte(part.width, part.height);
  const plane = resizePlane(coarse.data, coarse.dims[3], coarse.dims[2], part.width, part.height);
  for (let i = 0; i < plane.length; i++) matte.data[i] = 255 * plane[i];
  return matte;
}

/**
 * A selection's matte at the part's own size, as that of a network gets there: refine, then alpha of the mixed band.
 *
 * @param picture the whole picture, or only the part.
 */
export function* refineSelection(picture: Picture, { part, coarse }: Selection): Steps<Matte> {
  const isPart = picture.width === part.width && picture.height === part.height;
  const guide = isPart ? picture : crop(picture, part);
  const matte = yield* within(0, 0.4, refineMatte(coarse, guide));
  const model = yield* within(0.4, 0.7, buildColourModel(guide, matte));
  return yield* within(0.7, 1, estimateAlpha(guide, matte, model));
}

/** What becomes of a matte by a selection: it is all there is, it adds, or it takes away. */
export type Joining = 'replace' | 'keep' | 'remove';

/**
 * Brings a part's matte into a whole one, in place.
 *
 * @param matte of the picture's size.
 * @param found of the part's size.
 */
export function joinMatte(matte: Matte, found: Matte, { x, y }: Box, joining: Joining): void {
  if (joining === 'replace') matte.data.fill(0);
  const choose = joining === 'remove' ? Math.min : Math.max;
  for (let row = 0; row < found.height; row++) {
    const to = (y + row) * matte.width + x;
    for (let i = 0; i < found.width; i++) {
      matte.data[to + i] = choose(matte.data[to + i], found.data[row * found.width + i]);
    }
  }
}
