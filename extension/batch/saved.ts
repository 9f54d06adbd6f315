import type { Item } from './queue.ts';

/** Which results of a list were saved as files, as long as they are not made anew. */
export interface Saved {
  add(items: readonly Item<unknown>[]): void;
  /** An item is in another state. */
  changed(item: Item<unknown>): void;
  has(item: Item<unknown>): boolean;
  /** Nothing of these is open, and every result of theirs was saved. */
  hasAll(items: readonly Item<unknown>[]): boolean;
}

export function createSaved(): Saved {
  const saved = new WeakSet<Item<unknown>>();
  const isSettled = (item: Item<unknown>) => {
    const { kind } = item.state;
    return kind === 'done' ? saved.has(item) : kind === 'failed' || kind === 'cancelled';
  };
  return {
    add(items) {
      for (const item of items) if (item.state.kind === 'done') saved.add(item);
    },
    changed(item) {
      if (item.state.kind !== 'done') saved.delete(item);
    },
    has: (item) => saved.has(item),
    hasAll: (items) => items.every(isSettled),
  };
}
