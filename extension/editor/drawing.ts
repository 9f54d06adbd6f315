import { type Box, crop } from '../../shared/compose.ts';
import { createHistory, replaceMatte } from '../../shared/edit/history.ts';
import { type Pyramid, updatePyramid } from '../../shared/edit/pyramid.ts';
import { clip, grow, union } from '../../shared/edit/rectangle.ts';
import { type Brush, type Dab, extendStroke, newStroke, type Stroke } from '../../shared/edit/stroke.ts';
import { type Tiles, tileBox, writeTile } from '../../shared/edit/tiles.ts';
import { type Matte, newMatte } from '../../shared/picture.ts';
import type { Opened } from './work.ts';
import type { Worked } from './work-client.ts';

const HISTORY_BYTES = 96 * 1024 * 1024;
/** Around what changed: how far colours are taken anew, and how far beyond the estimate looks. */
const NEAR = 8;
const CONTEXT = 64;

/** What is edited: the matte of a picture, the cutout always up to date with it. */
export interface Drawing {
  readonly picture: Pyramid;
  readonly cutout: Pyramid;
  readonly matte: Matte;
  begin(brush: Brush, at: Dab): void;
  extend(to: Dab): void;
  /** Ends the stroke; its colours follow. */
  end(): void;
  /** Takes the unfinished stroke back. */
  abandon(): void;
  undo(): void;
  redo(): void;
  /** Back to the matte that the engine gave; can be undone. */
  reset(): void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

export interface Watch {
  /** The cutout changed inside a box of the picture. */
  onChange(box: Box): void;
  /** The matte has a new state: a stroke ended, was undone, … */
  onSettled(): void;
  onError(thrown: unknown): void;
}

export function createDrawing({ picture, cutout, matte }: Opened, work: Worked, watch: Watch): Drawing {
  const engines: Matte = { ...matte, data: matte.data.slice() };
  const history = createHistory(matte, HISTORY_BYTES);
  let stroke: Stroke | undefined;
  let last: Dab | undefined;
  let changed: Box | undefined;

  const show = (box: Box) => {
    updatePyramid(cutout, box);
    watch.onChange(box);
  };

  /** Alpha follows the matte at once; colours that the cutout lacks are the picture's own until they are estimated. */
  const follow = (box: Box) => {
    const from = picture[0].data;
    const to = cutout[0].data;
    for (let y = box.y; y < box.y + box.height; y++) {
      for (let i = y * matte.width + box.x, end = i + box.width, at = i * 4; i < end; i++, at += 4) {
        const alpha = from[at + 3] === 255 ? matte.data[i] : Math.round((matte.data[i] * from[at + 3]) / 255);
        if (to[at + 3] === alpha) continue;
        if (matte.data[i] === 255 || to[at + 3] === 0) {
          to[at] = from[at];
          to[at + 1] = from[at + 1];
          to[at + 2] = from[at + 2];
        }
        to[at + 3] = alpha;
      }
    }
    show(box);
  };

  const recolour = async (around: Box) => {
    const target = clip(grow(around, NEAR), matte.width, matte.height)!;
    const seen = clip(grow(target, CONTEXT), matte.width, matte.height)!;
    const part = crop(picture[0], seen);
    const partMatte = cropMatte(matte, seen);
    const coloured = await work('recolour', { picture: part, matte: partMatte }, [
      part.data.buffer,
      partMatte.data.buffer,
    ]);
    const to = cutout[0].data;
    for (let y = target.y; y < target.y + target.height; y++) {
      for (let x = target.x; x < target.x + target.width; x++) {
        const i = y * matte.width + x;
        const at = ((y - seen.y) * seen.width + x - seen.x) * 4;
        // Alpha is the matte's of now; a pixel that was painted meanwhile gets its colour with that stroke.
        if (to[i * 4 + 3] === 0 || coloured.data[at + 3] !== to[i * 4 + 3]) continue;
        for (let c = 0; c < 3; c++) to[i * 4 + c] = coloured.data[at + c];
      }
    }
    show(target);
  };

  const settle = (box: Box | undefined) => {
    if (!box) return;
    watch.onSettled();
    recolour(box).catch(watch.onError);
  };
  const put = (box: Box | undefined) => {
    if (!box) return;
    follow(box);
    settle(box);
  };
  const boxOf = (tiles: Tiles) =>
    [...tiles.keys()].reduce<Box | undefined>((box, index) => union(box, tileBox(matte, index)), undefined);

  return {
    picture,
    cutout,
    matte,
    begin(brush, at) {
      stroke = newStroke(matte, brush);
      last = at;
      changed = undefined;
      this.extend(at);
    },
    extend(to) {
      if (!stroke || !last) return;
      const box = extendStroke(stroke, last, to);
      last = to;
      if (!box) return;
      changed = union(changed, box);
      follow(box);
    },
    end() {
      if (stroke) history.add(stroke.before);
      stroke = undefined;
      settle(changed);
      changed = undefined;
    },
    abandon() {
      if (stroke) for (const [index, tile] of stroke.before) writeTile(matte, index, tile);
      stroke = undefined;
      if (changed) follow(changed);
      if (changed) recolour(changed).catch(watch.onError);
      changed = undefined;
    },
    undo: () => put(history.undo()),
    redo: () => put(history.redo()),
    reset() {
      const before = replaceMatte(matte, engines);
      history.add(before);
      put(boxOf(before));
    },
    get canUndo() {
      return history.canUndo;
    },
    get canRedo() {
      return history.canRedo;
    },
  };
}

function cropMatte(matte: Matte, box: Box): Matte {
  const part = newMatte(box.width, box.height);
  for (let y = 0; y < box.height; y++) {
    const from = (box.y + y) * matte.width + box.x;
    part.data.set(matte.data.subarray(from, from + box.width), y * box.width);
  }
  return part;
}
