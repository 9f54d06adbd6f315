import type { Item } from './queue.ts';

/** Which results of a list were saved as files, as long as they are not made anew. */
export interface Saved {
  /** A save of these begins. Returns what notes those that were saved; a result that was made anew meanwhile is not among them. */
  begin(items: readonly Item<unknown>[]): (saved: readonly Item<unknown>[]) => void;
  /** An item is in another state. */
  changed(item: Item<unknown>): void;
  has(item: Item<unknown>): boolean;
  /** Nothing of these is open, and every result of theirs was saved. */
  hasAll(items: readonly Item<unknown>[]): boolean;
}

export function createSaved(): Saved {
  const saved = new WeakSet<Item<unknown>>();
  /** How often an item was in another state. (A result that is replaced by an equal one is the same.) */
  const left = new WeakMap<Item<unknown>, number>();
  const isSettled = (item: Item<unknown>) => {
    const { kind } = item.state;
    return kind === 'done' ? saved.has(item) : kind === 'failed' || kind === 'cancelled';
  };
  return {
    begin(items) {
      const before = new Map(items.map((item) => [item, left.get(item)]));
      return (those) => {
        for (const item of those)
          if (item.state.kind === 'done' && left.get(item) === before.get(item)) saved.add(item);
      };
    },
    changed(item) {
      if (item.state.kind === 'done') return;
      saved.delete(item);
      left.set(item, (left.get(item) ?? 0) + 1);
    },
    has: (item) => saved.has(item),
    hasAll: (items) => items.every(isSettled),
  };
}
