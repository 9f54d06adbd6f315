import { crop, cropMatte } from '../../../shared/image/compose.ts';
import type { Box } from '../../../shared/image/geometry.ts';
import type { Matte, Picture } from '../../../shared/image/picture.ts';
import { type Joining, joinMatte } from '../../../shared/select/selection.ts';
import { createHistory, replaceMatte, type Swap } from '../matte/history.ts';
import { GRID, onePerson } from '../matte/people.ts';
import { type Brush, type Dab, extendStroke, newStroke, type Stroke } from '../matte/stroke.ts';
import { readTile, type Tiles, tileBox, tilesOf, writeTile } from '../matte/tiles.ts';
import { type Pyramid, updatePyramid } from '../pixels/pyramid.ts';
import { clip, grow, union } from '../pixels/rectangle.ts';
import { newest } from '../work/newest.ts';
import type { Opened } from '../work/tasks.ts';
import type { Worked } from '../work/work-client.ts';

const HISTORY_BYTES = 96 * 1024 * 1024;
/** Around what changed: how far colours are taken anew, and how far beyond the estimate looks. */
const NEAR = 8;
const CONTEXT = 64;

/** What is edited: the matte of a picture, the cutout always up to date with it. */
export interface Drawing {
  readonly picture: Pyramid;
  readonly cutout: Pyramid;
  readonly matte: Matte;
  /** Brings the cutout up to date with the stroke; to be called before it is looked at. */
  catchUp(): void;
  begin(brush: Brush, at: Dab): void;
  extend(to: Dab): void;
  /** Ends the stroke; its colours follow. Answers the step it is in the history, undefined where it changed nothing. */
  end(): Step | undefined;
  /**
   * Brings a part's matte into the whole one; can be undone.
   *
   * @param part where `found` belongs, in whole pixels.
   * @param step what this is in place of, where that is the newest there is.
   * @returns the step it is; undefined where `step` was undone meanwhile, and nothing is done.
   */
  join(found: Matte, part: Box, joining: Joining, step?: Step): Step | undefined;
  /**
   * Puts another matte of the same size in this one's place; can be undone.
   *
   * @param step what this is in place of, where that is the newest there is.
   * @returns the step it is; undefined where nothing changed, or `step` is no longer the newest.
   */
  replace(other: Matte, step?: Step): Step | undefined;
  /** Whether colours at the edges are the person's own, or as they are in the picture. */
  decontaminate(on: boolean): void;
  /** Takes the unfinished stroke back. */
  abandon(): void;
  /** Takes up a change of something else, which is undone in its turn among the strokes. */
  record(swap: Swap): void;
  undo(): void;
  redo(): void;
  /** Back to the matte that the engine gave; can be undone. */
  reset(): void;
  /** On with a matte of the same size that was edited earlier; can be undone. */
  resume(edited: Matte): void;
  /** Keeps only the person at a place of the picture; can be undone. */
  keepOnly(at: { readonly x: number; readonly y: number }): Kept;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** A change as the history has it. */
export type Step = Tiles;

/** What became of keeping one person: the others are gone, or nobody is there, or nobody else is to be told apart. */
export type Kept = 'one' | 'nobody' | 'same';

/** Whoever follows a drawing. */
export interface Watch {
  /** The cutout changed inside a box of the picture. */
  onChange(box: Box): void;
  /** The matte has a new state: a stroke ended, was undone, … */
  onSettled(): void;
  /** There is a step to undo that is none of the matte's. */
  onRecorded(): void;
  onError(thrown: unknown): void;
}

/** The matte and the cutout of one picture while they are edited, with all steps that can be undone. */
export function createDrawing({ picture, cutout, matte }: Opened, work: Worked, watch: Watch): Drawing {
  const engines: Matte = { ...matte, data: matte.data.slice() };
  const history = createHistory(matte, HISTORY_BYTES);
  let stroke: Stroke | undefined;
  let last: Dab | undefined;
  /** Tiles in which the cutout is behind the matte. */
  const behind = new Set<number>();
  let uncoloured: Box | undefined;
  let decontaminated = true;

  /** Shows the tiles of a box in which `change` changes the cutout. */
  const changeTiles = (tiles: Iterable<number>, change: (box: Box) => boolean) => {
    let changed: Box | undefined;
    for (const index of tiles) {
      const box = tileBox(matte, index);
      if (!change(box)) continue;
      updatePyramid(cutout, box);
      changed = union(changed, box);
    }
    if (changed) watch.onChange(changed);
  };
  const catchUp = () => {
    if (behind.size === 0) return;
    changeTiles(behind, (box) => follow(picture[0], matte, cutout[0], box));
    behind.clear();
  };

  const recolour = newest(async () => {
    if (!uncoloured || !decontaminated) return;
    const target = clip(grow(uncoloured, NEAR), matte.width, matte.height)!;
    uncoloured = undefined;
    const seen = clip(grow(target, CONTEXT), matte.width, matte.height)!;
    const part = crop(picture[0], seen);
    const partMatte = cropMatte(matte, seen);
    const coloured = await work('recolour', { picture: part, matte: partMatte }, [
      part.data.buffer,
      partMatte.data.buffer,
    ]);
    if (!decontaminated) return;
    changeTiles(tilesOf(matte, target), (box) => takeColours(coloured, seen, cutout[0], box));
  }, watch.onError);

  /** The matte has a new state, which differs in these tiles. */
  const settle = (tiles: Tiles | undefined) => {
    if (!tiles || tiles.size === 0) return;
    for (const index of tiles.keys()) {
      behind.add(index);
      uncoloured = union(uncoloured, tileBox(matte, index));
    }
    catchUp();
    watch.onSettled();
    recolour();
  };

  const end = (): Step | undefined => {
    const before = stroke?.before;
    stroke = undefined;
    if (before) history.add(before);
    settle(before);
    return before?.size ? before : undefined;
  };
  /** What an unfinished stroke has painted is a step of its own, for another comes in between; the stroke goes on after it. */
  const interrupt = () => {
    const brush = stroke?.brush;
    end();
    if (brush) stroke = newStroke(matte, brush);
  };

  const replace = (other: Matte, step?: Step): Step | undefined => {
    interrupt();
    if (step && history.standingOf(step) !== 'last') return undefined;
    const before = replaceMatte(matte, other);
    if (step) for (const [index, tile] of before) step.has(index) || step.set(index, tile);
    else history.add(before);
    settle(before);
    return step ?? (before.size > 0 ? before : undefined);
  };

  return {
    picture,
    cutout,
    matte,
    catchUp,
    begin(brush, at) {
      stroke = newStroke(matte, brush);
      last = at;
      this.extend(at);
    },
    extend(to) {
      if (!stroke || !last) return;
      const tiles = extendStroke(stroke, last, to);
      last = to;
      for (const index of tiles) behind.add(index);
      const box = tiles.reduce<Box | undefined>((all, index) => union(all, tileBox(matte, index)), undefined);
      if (box) watch.onChange(box);
    },
    end,
    join(found, part, joining, step) {
      interrupt();
      const standing = step && history.standingOf(step);
      if (standing === 'undone') return undefined;
      const before: Step = standing === 'last' ? step! : new Map();
      const whole = { x: 0, y: 0, width: matte.width, height: matte.height };
      for (const index of tilesOf(matte, joining === 'replace' ? whole : part)) {
        const was = before.get(index);
        if (was) writeTile(matte, index, was);
        else before.set(index, readTile(matte, index));
      }
      joinMatte(matte, found, part, joining);
      if (standing !== 'last') history.add(before);
      settle(before);
      return before;
    },
    replace,
    decontaminate(on) {
      if (on === decontaminated) return;
      decontaminated = on;
      const whole = { x: 0, y: 0, width: matte.width, height: matte.height };
      if (on) {
        uncoloured = whole;
        recolour();
      } else changeTiles(tilesOf(matte, whole), (box) => takeOwnColours(picture[0], cutout[0], box));
    },
    abandon() {
      const before = stroke?.before;
      stroke = undefined;
      for (const [index, tile] of before ?? []) writeTile(matte, index, tile);
      settle(before);
    },
    record(swap) {
      history.record(swap);
      watch.onRecorded();
    },
    undo() {
      interrupt();
      settle(history.undo());
    },
    redo() {
      interrupt();
      settle(history.redo());
    },
    reset: () => void replace(engines),
    resume: (edited) => void replace(edited),
    keepOnly(at) {
      const level = picture.findLast(({ width, height }) => Math.max(width, height) >= GRID) ?? picture[0];
      const one = onePerson(matte, level, at);
      if (!one) return 'nobody';
      return replace(one) ? 'one' : 'same';
    },
    get canUndo() {
      return history.canUndo;
    },
    get canRedo() {
      return history.canRedo;
    },
  };
}

/**
 * Alpha follows the matte; colours that the cutout lacks are the picture's own until they are estimated.
 *
 * @returns whether anything changed.
 */
function follow({ data: from }: Picture, matte: Matte, { data: to }: Picture, box: Box): boolean {
  let isChanged = false;
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
      isChanged = true;
    }
  }
  return isChanged;
}

/**
 * The mixed band has the picture's own colours again.
 *
 * @returns whether anything changed.
 */
function takeOwnColours({ data: from }: Picture, { width, data: to }: Picture, box: Box): boolean {
  let isChanged = false;
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let i = (y * width + box.x) * 4, end = i + box.width * 4; i < end; i += 4) {
      if (to[i + 3] === 0 || to[i + 3] === 255) continue;
      to[i] = from[i];
      to[i + 1] = from[i + 1];
      to[i + 2] = from[i + 2];
      isChanged = true;
    }
  }
  return isChanged;
}

/**
 * Takes over the estimated colours of the mixed band. Alpha is the matte's of now: a pixel that was painted meanwhile
 * gets its colour with that stroke.
 *
 * @param seen what `coloured` covers of the picture.
 * @returns whether anything changed.
 */
function takeColours({ data: from }: Picture, seen: Box, { width, data: to }: Picture, box: Box): boolean {
  let isChanged = false;
  for (let y = box.y; y < box.y + box.height; y++) {
    if (y < seen.y || y >= seen.y + seen.height) continue;
    const end = Math.min(box.x + box.width, seen.x + seen.width);
    for (let x = Math.max(box.x, seen.x); x < end; x++) {
      const i = (y * width + x) * 4;
      const alpha = to[i + 3];
      const at = ((y - seen.y) * seen.width + x - seen.x) * 4;
      if (alpha === 0 || alpha === 255 || from[at + 3] !== alpha) continue;
      to[i] = from[at];
      to[i + 1] = from[at + 1];
      to[i + 2] = from[at + 2];
      isChanged = true;
    }
  }
  return isChanged;
}
