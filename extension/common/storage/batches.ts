import { clear, createStore, delMany, entries, set } from 'idb-keyval';
import type { Result } from './recents.ts';

/** A picture of a list, and what was made of it so far. */
export interface KeptItem {
  readonly file: File;
  readonly result?: Result;
  /** It failed or was cancelled: it is not begun again by itself. */
  readonly isEnded?: true;
}

/** An item of a list whose tab was closed, and the key it is kept by. */
export type LeftItem = readonly [key: string, item: KeptItem];

const LONGEST_KEPT_MS = 24 * 60 * 60 * 1000;

const store = () => createStore('matteo-batches', 'items');
const lockOf = (batch: string) => `matteo-batch-${batch}`;
/** A key is the list's name, which begins with when it began, and the item's number in it. */
const batchOf = (key: string): string => key.slice(0, key.lastIndexOf(' '));
const sinceOf = (key: string): number => Number.parseInt(key, 10);

/** Begins a list, which is this tab's as long as it is open; answers the keys of its items. */
export async function createBatch(): Promise<(item: number) => string> {
  const batch = `${Date.now().toString().padStart(15, '0')} ${crypto.randomUUID()}`;
  await hold(batch);
  return (item) => `${batch} ${item.toString().padStart(6, '0')}`;
}

/**
 * Makes the lists of left items this tab's. They stay where they are: Firefox can't read a file any more whose record was removed.
 *
 * @returns those that no other tab took meanwhile.
 */
export async function adopt(left: readonly LeftItem[]): Promise<readonly LeftItem[]> {
  const batches = [...new Set(left.map(([key]) => batchOf(key)))];
  const held = await Promise.all(batches.map(async (batch) => (await hold(batch)) && batch));
  return left.filter(([key]) => held.includes(batchOf(key)));
}

/** Holds the lock of a list until this tab is closed; false where another tab holds it. */
const hold = (batch: string): Promise<boolean> =>
  new Promise((resolve) => {
    void navigator.locks.request(lockOf(batch), { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock ? new Promise(() => {}) : undefined;
    });
  });

/** Keeps what became of an item. */
export const keepItem = (key: string, item: KeptItem): Promise<void> => set(key, item, store());

/** Forgets items. */
export const forgetItems = (itemKeys: readonly string[]): Promise<void> => delMany([...itemKeys], store());

/** What is kept of lists whose tabs were closed before all was done. Lists that were done to their end, or are a day old, are forgotten on the way. */
export async function leftItems(): Promise<readonly LeftItem[]> {
  const { held = [] } = await navigator.locks.query();
  const open = new Set(held.map(({ name }) => name));
  const left = (await entries<string, KeptItem>(store())).filter(([key]) => !open.has(lockOf(batchOf(key))));
  const waits = ([key, { result, isEnded }]: LeftItem) =>
    !result && !isEnded && Date.now() - sinceOf(key) < LONGEST_KEPT_MS;
  const unfinished = new Set(left.filter(waits).map(([key]) => batchOf(key)));
  const isOver = ([key]: LeftItem) => !unfinished.has(batchOf(key));
  await forgetItems(left.filter(isOver).map(([key]) => key));
  return left.filter((item) => !isOver(item));
}

/** Forgets every list; open ones go on with what they have. */
export const clearBatches = (): Promise<void> => clear(store());
