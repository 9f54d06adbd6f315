import type { Matte } from '../../../shared/image/picture.ts';
import { readTile, TILE, type Tiles, writeTile } from './tiles.ts';

/** A change of something else than the matte, that exchanges how it is for how it was, again and again. */
export type Swap = () => void;

/** What was done to a matte, to be undone and done again; the oldest is forgotten above `budget` bytes. */
export interface History {
  /** Takes up a change that was made: the tiles as they were before it. */
  add(before: Tiles): void;
  /** Takes up a change of something else that was made. */
  record(swap: Swap): void;
  /** Takes the last change back; answers the tiles that changed, undefined when there is nothing to undo. */
  undo(): Tiles | undefined;
  /** Does what was undone last again; answers the tiles that changed, undefined when there is nothing to redo. */
  redo(): Tiles | undefined;
  /** Whether a change that was taken up is in force; the last one may be amended. */
  standingOf(before: Tiles): 'last' | 'earlier' | 'undone';
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Bytes of all tiles that are kept. */
  readonly size: number;
}

/** @param budget bytes; the newest change is kept even when it alone is larger. */
export function createHistory(matte: Matte, budget: number): History {
  const done: (Tiles | Swap)[] = [];
  const undone: (Tiles | Swap)[] = [];
  const sizeOf = (changes: readonly (Tiles | Swap)[]) =>
    changes.reduce((sum, change) => sum + (change instanceof Map ? change.size * TILE * TILE : 0), 0);

  /** Puts the tiles into the matte and answers, in their place, what they replaced. */
  const swap = (change: Tiles | Swap): Tiles => {
    if (typeof change === 'function') {
      change();
      return new Map();
    }
    const tiles = change;
    for (const [index, tile] of tiles) {
      const now = readTile(matte, index);
      writeTile(matte, index, tile);
      tiles.set(index, now);
    }
    return tiles;
  };
  const move = (from: (Tiles | Swap)[], to: (Tiles | Swap)[]): Tiles | undefined => {
    const change = from.pop();
    if (!change) return undefined;
    to.push(change);
    return swap(change);
  };
  const add = (change: Tiles | Swap) => {
    undone.length = 0;
    done.push(change);
    while (done.length > 1 && sizeOf(done) > budget) done.shift();
  };

  return {
    add(before) {
      if (before.size > 0) add(before);
    },
    record: add,
    standingOf: (before) => (done.at(-1) === before ? 'last' : done.includes(before) ? 'earlier' : 'undone'),
    undo: () => move(done, undone),
    redo: () => move(undone, done),
    get canUndo() {
      return done.length > 0;
    },
    get canRedo() {
      return undone.length > 0;
    },
    get size() {
      return sizeOf(done) + sizeOf(undone);
    },
  };
}

/**
 * Makes `matte` the same as `other` (of the same size).
 *
 * @returns the tiles that changed, as they were.
 */
export function replaceMatte(matte: Matte, other: Matte): Tiles {
  const before: Tiles = new Map();
  const count = Math.ceil(matte.width / TILE) * Math.ceil(matte.height / TILE);
  for (let index = 0; index < count; index++) {
    const next = readTile(other, index);
    const now = readTile(matte, index);
    if (next.every((value, i) => value === now[i])) continue;
    before.set(index, now);
    writeTile(matte, index, next);
  }
  return before;
}
