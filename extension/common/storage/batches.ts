import { clear, createStore, delMany, getMany, keys, promisifyRequest, set, setMany } from 'idb-keyval';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { Result } from './recents.ts';

/** What was made of a kept picture. */
export type KeptResult = Omit<Result, 'picture'>;

/** How an item ended that has no result: it is not begun again by itself. */
export type KeptEnd = { readonly kind: 'cancelled' } | { readonly kind: 'failed'; readonly error: ErrorReport };

/** A picture of a list whose tab was closed, and what became of it. */
export interface LeftItem {
  /** What it is kept by. */
  readonly key: string;
  readonly file: File;
  readonly result?: KeptResult;
  readonly end?: KeptEnd;
}

/** What is new about an item. What has neither a result nor an end waits. */
export interface ItemChange {
  /** Given once, as a picture is long to write. */
  readonly file?: File;
  readonly result?: KeptResult;
  readonly end?: KeptEnd;
}

/** What is left of lists whose tabs were closed. */
export interface Left {
  /** What its items are kept by. */
  readonly keys: readonly string[];
  /** None of them waits. */
  readonly isDone: boolean;
}

const KEPT_WHEN_CLOSED_MS = 24 * 60 * 60 * 1000;

/**
 * Of a list there is a record that it is kept, and one until when, where it is closed or all of it was saved. Of an item there are its
 * picture, by the item's key alone, and with a word before the key its result, its end, or that it waits: so the keys tell how a list
 * is, and no picture is read for it.
 */
const [LIST, UNTIL, RESULT, END, WAITS] = ['list ', 'until ', 'result ', 'end ', 'waits '];

const store = createStore('matteo-batches', 'items');
const lockOf = (batch: string) => `matteo-batch-${batch}`;
/** A list is named by when it began, and at random; the key of an item has its number in the list, too. */
const batchOf = (key: string): string => /\d{15} [\da-f-]{36}/.exec(key)?.[0] ?? '';
const isItem = (key: string): boolean => /^\d/.test(key);
const batchesOf = (itemKeys: readonly string[]): readonly string[] => [...new Set(itemKeys.map(batchOf))];

const cleared = () => new BroadcastChannel('matteo-batches');

/** Begins a list, which is this tab's as long as it is open; answers the keys of its items. */
export async function createBatch(): Promise<(item: number) => string> {
  const batch = `${Date.now().toString().padStart(15, '0')} ${crypto.randomUUID()}`;
  await hold(batch);
  await set(LIST + batch, true, store);
  return (item) => `${batch} ${item.toString().padStart(6, '0')}`;
}

/**
 * Makes the lists of left items this tab's. They stay where they are: Firefox can't read a file any more whose record was removed.
 *
 * @returns those that no other tab took meanwhile.
 */
export async function adopt(left: readonly string[]): Promise<readonly LeftItem[]> {
  const batches = batchesOf(left);
  const held = new Set(await Promise.all(batches.map(async (batch) => (await hold(batch)) && batch)));
  const ours = left.filter((key) => held.has(batchOf(key)));
  const [files, results, ends] = await Promise.all([
    getMany<File | undefined>(ours, store),
    getMany<KeptResult | undefined>(
      ours.map((key) => RESULT + key),
      store,
    ),
    getMany<KeptEnd | undefined>(
      ours.map((key) => END + key),
      store,
    ),
    delMany(
      [...held].map((batch) => UNTIL + batch),
      store,
    ),
  ]);
  return ours.flatMap((key, i) => {
    const [file, result, end] = [files[i], results[i], ends[i]];
    return file ? [{ key, file, ...(result && { result }), ...(end && { end }) }] : [];
  });
}

/** Holds the lock of a list until this tab is closed; false where another tab holds it. */
const hold = (batch: string): Promise<boolean> =>
  new Promise((resolve) => {
    void navigator.locks.request(lockOf(batch), { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock ? new Promise(() => {}) : undefined;
    });
  });

/**
 * Keeps what is new about items of one list: all of it, or nothing.
 *
 * @returns false where the list was forgotten meanwhile, of which nothing is kept again.
 */
export const keepItems = (changes: readonly (readonly [key: string, change: ItemChange])[]): Promise<boolean> =>
  store('readwrite', async (records) => {
    const [[first] = ['']] = changes;
    const batch = batchOf(first);
    if ((await promisifyRequest(records.getKey(LIST + batch))) === undefined) return false;
    records.delete(UNTIL + batch);
    for (const [key, { file, result, end }] of changes) {
      const put = (kind: string, value: unknown) =>
        value === undefined ? records.delete(kind + key) : records.put(value, kind + key);
      if (file) records.put(file, key);
      put(RESULT, result);
      put(END, end);
      put(WAITS, result || end ? undefined : true);
    }
    await promisifyRequest(records.transaction);
    return true;
  });

/** The result of an item as it is kept: its files are on the disk. */
export const keptResult = async (key: string): Promise<KeptResult | undefined> =>
  (await getMany<KeptResult | undefined>([RESULT + key], store))[0];

/** Forgets items, and their lists where no other item is left. */
export const forgetItems = (itemKeys: readonly string[]): Promise<void> =>
  store('readwrite', async (records) => {
    for (const key of itemKeys) for (const kind of ['', RESULT, END, WAITS]) records.delete(kind + key);
    for (const batch of batchesOf(itemKeys)) {
      const left = await promisifyRequest(records.count(IDBKeyRange.bound(`${batch} `, `${batch} ~`)));
      if (left === 0) for (const kind of [LIST, UNTIL]) records.delete(kind + batch);
    }
    await promisifyRequest(records.transaction);
  });

/** Forgets left items, but for those of lists that another tab took meanwhile. */
export async function forgetLeft(left: readonly string[]): Promise<void> {
  const forget = (batch: string) =>
    navigator.locks.request(lockOf(batch), { ifAvailable: true }, async (lock) => {
      if (lock) await forgetItems(left.filter((key) => batchOf(key) === batch));
    });
  await Promise.all(batchesOf(left).map(forget));
}

/** Has the lists of these items kept no longer than their tab is open, unless something changes in them. */
export const keepWhileOpen = (itemKeys: readonly string[]): Promise<void> =>
  store('readwrite', async (records) => {
    for (const batch of batchesOf(itemKeys)) {
      const isKept = (await promisifyRequest(records.getKey(LIST + batch))) !== undefined;
      if (isKept) records.put(0, UNTIL + batch);
    }
    await promisifyRequest(records.transaction);
  });

/**
 * What is kept of lists whose tabs were closed. On the way those are forgotten that are not to be kept any longer, and of those that
 * are seen closed for the first time it is kept until when they are.
 */
export async function leftItems(): Promise<Left> {
  // In this order: a list has its lock before it has a record.
  const all = await keys<string>(store);
  const { held = [] } = await navigator.locks.query();
  const open = new Set(held.map(({ name }) => name));
  const closed = all.filter((key) => !open.has(lockOf(batchOf(key))));
  const batches = batchesOf(closed);
  const untils = await getMany<number | undefined>(
    batches.map((batch) => UNTIL + batch),
    store,
  );
  const now = Date.now();
  const isOver = new Set(batches.filter((_, i) => (untils[i] ?? now) < now));
  const left = closed.filter((key) => !isOver.has(batchOf(key)));
  if (isOver.size > 0)
    await delMany(
      closed.filter((key) => isOver.has(batchOf(key))),
      store,
    );
  const until = batches
    .filter((_, i) => untils[i] === undefined)
    .map((batch): [string, number] => [UNTIL + batch, now + KEPT_WHEN_CLOSED_MS]);
  // Where there is no room for it, it is kept the next time.
  if (until.length > 0) await setMany(until, store).catch(() => {});
  return { keys: left.filter(isItem), isDone: !left.some((key) => key.startsWith(WAITS)) };
}

/** Forgets every list; open ones go on with what they have, and nothing of them is kept again. */
export async function clearBatches(): Promise<void> {
  await clear(store);
  const speaking = cleared();
  speaking.postMessage('cleared');
  speaking.close();
}

/** Calls `listener` when every list was forgotten, by whichever page. */
export function onBatchesCleared(listener: () => void): void {
  cleared().onmessage = listener;
}
