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
/** Margins around a change: colours are estimated again within the first, from the colours within both. */
const NEAR = 8;
const CONTEXT = 64;

/** The matte of a picture while it is edited; the cutout follows it. */
export interface Drawing {
  readonly picture: Pyramid;
  readonly cutout: Pyramid;
  readonly matte: Matte;
  /** Updates the cutout to the current stroke; call this before reading the cutout. */
  catchUp(): void;
  begin(brush: Brush, at: Dab): void;
  extend(to: Dab): void;
  /** Whether a stroke that is not ended has painted something. */
  readonly isPainting: boolean;
  /** Ends the stroke; its colours are estimated later. Returns its step in the history, undefined if it changed nothing. */
  end(): Step | undefined;
  /**
   * Copies the matte of a part into the whole matte; can be undone.
   *
   * @param part the place of `found`, in whole pixels.
   * @param step the step that this replaces, beneath what later ones kept and removed.
   * @returns its step in the history; undefined if `step` was undone meanwhile, in which case nothing is done.
   */
  join(found: Matte, part: Box, joining: Joining, step?: Step): Step | undefined;
  /**
   * Replaces the matte by another of the same size; can be undone. What comes later for a step before it stays beneath it.
   *
   * @returns its step in the history; undefined if nothing changed.
   */
  replace(other: Matte): Step | undefined;
  /**
   * Replaces the matte by one that was made of it; can be undone.
   *
   * @param step the step that this replaces, if that is the newest one.
   * @returns its step in the history; undefined if nothing changed, or `step` is no longer the newest.
   */
  adjust(other: Matte, step?: Step): Step | undefined;
  /** Sets whether the old background's colour is removed from the edges. */
  decontaminate(on: boolean): void;
  /** Reverts the unfinished stroke. */
  abandon(): void;
  /** Adds a change of something other than the matte to the history, so that it is undone in order with the strokes. */
  record(swap: Swap): void;
  undo(): void;
  redo(): void;
  /** Restores the engine's matte; can be undone. */
  reset(): void;
  /** Continues with a matte of the same size that was edited earlier; can be undone. */
  resume(edited: Matte): void;
  /** Keeps only the person at a place of the picture; can be undone. */
  keepOnly(at: { readonly x: number; readonly y: number }): Kept;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** A change as the history has it. */
export type Step = Tiles;

/** The outcome of keeping one person: the others are removed, there is nobody at that place, or nobody else can be distinguished. */
export type Kept = 'one' | 'nobody' | 'same';

/** Callbacks of a drawing. */
export interface Watch {
  /** The cutout changed inside a box of the picture. */
  onChange(box: Box): void;
  /** The matte has a new state: a stroke ended, was undone, … */
  onSettled(): void;
  /** A step that did not change the matte was added to the history. */
  onRecorded(): void;
  onError(thrown: unknown): void;
}

/** The matte and the cutout of one picture while they are edited, with all steps that can be undone. */
export function createDrawing({ picture, cutout, matte }: Opened, work: Worked, watch: Watch): Drawing {
  const engines: Matte = { ...matte, data: matte.data.slice() };
  const history = createHistory(matte, HISTORY_BYTES);
  let stroke: Stroke | undefined;
  let last: Dab | undefined;
  /** Tiles in which the cutout does not yet match the matte. */
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
  /** Makes a step of what an unfinished stroke has painted so far, because another step comes now; the stroke continues afterwards. */
  const interrupt = () => {
    const brush = stroke?.brush;
    end();
    if (brush) stroke = newStroke(matte, brush);
  };

  const put = (other: Matte, isWhole: boolean, step?: Step): Step | undefined => {
    interrupt();
    if (step && !history.isLast(step)) return undefined;
    const before = replaceMatte(matte, other);
    if (step) for (const [index, tile] of before) step.has(index) || step.set(index, tile);
    else history.add(before, isWhole);
    settle(before);
    return step ?? (before.size > 0 ? before : undefined);
  };
  const replace = (other: Matte) => put(other, true);

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
    get isPainting() {
      return stroke !== undefined && stroke.before.size > 0;
    },
    end,
    join(found, part, joining, step) {
      const whole = { x: 0, y: 0, width: matte.width, height: matte.height };
      const indices = tilesOf(matte, joining === 'replace' ? whole : part);
      const change = () => joinMatte(matte, found, part, joining);
      if (step) {
        if (!history.amend(step, indices, change, stroke?.before)) return undefined;
        settle(step);
        return step;
      }
      interrupt();
      const before: Step = new Map(indices.map((index) => [index, readTile(matte, index)]));
      change();
      history.add(before);
      settle(before);
      return before;
    },
    replace,
    adjust: (other, step) => put(other, false, step),
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
 * Copies the matte to the cutout's alpha. Pixels without a colour get the picture's own colour until theirs is estimated.
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
 * Gives the mixed band the picture's own colours again.
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
 * Copies the estimated colours of the mixed band to the cutout. Alpha is that of the current matte: a pixel that was painted meanwhile
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
