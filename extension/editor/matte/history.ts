import type { Matte } from '../../../shared/image/picture.ts';
import { readTile, TILE, type Tiles, writeTile } from './tiles.ts';

/** A change of something else than the matte, that exchanges how it is for how it was, again and again. */
export type Swap = () => void;

/** What was done to a matte, to be undone and done again; the oldest is forgotten above `budget` bytes. */
export interface History {
  /**
   * Takes up a change that was made: the tiles as they were before it.
   *
   * @param isWhole whether it decided the whole matte, of which it only did not have to change the other tiles.
   */
  add(before: Tiles, isWhole?: boolean): void;
  /** Takes up a change of something else that was made. */
  record(swap: Swap): void;
  /** Takes the last change back; answers the tiles that changed, undefined when there is nothing to undo. */
  undo(): Tiles | undefined;
  /** Does what was undone last again; answers the tiles that changed, undefined when there is nothing to redo. */
  redo(): Tiles | undefined;
  /** Whether a change is the last one that is in force. */
  isLast(before: Tiles): boolean;
  /**
   * Makes a change anew, in its place among the others: what later ones kept stays kept, and what they removed stays removed. Where one of
   * them decided the whole matte, everything stays as it is after that one.
   *
   * @param tiles those that `change` may change.
   * @param change changes the matte, whose tiles are as they were before the change that is made anew.
   * @param unfinished the newest change, where it is not taken up yet.
   * @returns whether it was done; a change that is undone or forgotten stays as it is.
   */
  amend(before: Tiles, tiles: Iterable<number>, change: () => void, unfinished?: Tiles): boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Bytes of all tiles that are kept. */
  readonly size: number;
}

const isTiles = (change: Tiles | Swap | undefined): change is Tiles => change instanceof Map;

/** The alpha that a change made of `was`, made of `is` instead. */
const rebased = (alpha: number, was: number, is: number): number =>
  alpha === was ? is : alpha > was ? Math.max(alpha, is) : Math.min(alpha, is);

/** @param budget bytes; the newest change is kept even when it alone is larger. */
export function createHistory(matte: Matte, budget: number): History {
  const done: (Tiles | Swap)[] = [];
  const undone: (Tiles | Swap)[] = [];
  const wholes = new WeakSet<Tiles>();
  const sizeOf = (changes: readonly (Tiles | Swap)[]) =>
    changes.reduce((sum, change) => sum + (isTiles(change) ? change.size * TILE * TILE : 0), 0);

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
    add(before, isWhole = false) {
      if (isWhole) wholes.add(before);
      if (before.size > 0) add(before);
    },
    record: add,
    isLast: (before) => done.at(-1) === before,
    amend(before, tiles, change, unfinished) {
      const at = done.indexOf(before);
      if (at < 0) return false;
      const later = [...done.slice(at + 1), unfinished].filter(isTiles);
      const ahead = undone.toReversed().filter(isTiles);
      const now: Tiles = new Map();
      for (const index of tiles) {
        now.set(index, readTile(matte, index));
        const made = later.find((each) => each.has(index)) ?? now;
        if (!before.has(index)) before.set(index, made.get(index)!);
        writeTile(matte, index, before.get(index)!);
      }
      change();
      // Each has the tile as it was after the one before.
      const all = [...later, now, ...ahead];
      // What follows on a change that decided the whole matte stays; that change holds each tile then, to bring it there.
      const whole = [...later, ...ahead].find((each) => wholes.has(each));
      const beneath = whole ? all.slice(0, all.indexOf(whole) + (later.includes(whole) ? 1 : 0)) : all;
      const above = all.slice(beneath.length);
      for (const index of now.keys()) {
        if (whole && !whole.has(index)) {
          const nearest = later.includes(whole) ? above : beneath.toReversed();
          whole.set(index, nearest.find((each) => each.has(index))!.get(index)!);
        }
        const states = beneath.filter((each) => each.has(index));
        let was = states[0].get(index)!;
        let becomes = readTile(matte, index);
        for (const state of states) {
          const tile = state.get(index)!;
          becomes = tile.map((alpha, i) => rebased(alpha, was[i], becomes[i]));
          state.set(index, becomes);
          was = tile;
        }
        writeTile(matte, index, now.get(index)!);
      }
      return true;
    },
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
