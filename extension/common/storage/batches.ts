import { clear, createStore, delMany, getMany, keys, promisifyRequest, set } from 'idb-keyval';
import type { ErrorReport } from '../../../shared/errors.ts';
import { makingRoom } from './closed-lists.ts';
import type { Result } from './recents.ts';

/** The result of a stored picture. */
export type KeptResult = Omit<Result, 'picture'>;

/** The outcome of an item without a result; it is not begun again automatically. */
export type KeptEnd = { readonly kind: 'cancelled' } | { readonly kind: 'failed'; readonly error: ErrorReport };

/** A picture of a list whose tab was closed, with its outcome. */
export interface LeftItem {
  /** The key of its records. */
  readonly key: string;
  readonly file: File;
  readonly result?: KeptResult;
  readonly end?: KeptEnd;
}

/** A change of an item. An item without a result and an outcome waits. */
export interface ItemChange {
  /** Given only once, because writing a picture takes long. */
  readonly file?: File;
  readonly result?: KeptResult;
  readonly end?: KeptEnd;
}

/** The items of lists whose tabs were closed. */
export interface Left {
  /** The keys of its items. */
  readonly keys: readonly string[];
  /** Whether none of them waits. */
  readonly isDone: boolean;
  /** How many of them have a result. */
  readonly finished: number;
}

const KEPT_WHEN_CLOSED_MS = 24 * 60 * 60 * 1000;
/** For how long the lock of a list is waited for after a tab was closed. */
const CLOSING_MS = 5000;

/**
 * Prefixes of keys. A list has a record of how many bytes are stored of it (`LIST`) and, after it was closed or saved completely, one with its expiry (`UNTIL`).
 * An item has its picture under its key without a prefix, and with a prefix its result, its outcome, or a mark that it waits. So the
 * keys alone show the state of a list, and no picture has to be read for it.
 */
const [LIST, UNTIL, RESULT, END, WAITS] = ['list ', 'until ', 'result ', 'end ', 'waits '];

const store = createStore('matteo-batches', 'items');
const lockOf = (batch: string) => `matteo-batch-${batch}`;
/** The name of a list is the time of its beginning and a random id; an item's key also has its number in the list. */
const batchOf = (key: string): string => /\d{15} [\da-f-]{36}/.exec(key)?.[0] ?? '';
const isItem = (key: string): boolean => /^\d/.test(key);
const batchesOf = (itemKeys: readonly string[]): readonly string[] => [...new Set(itemKeys.map(batchOf))];

/**
 * Prefix of the mark in `localStorage` that a list is being deleted. It is written at once, while a transaction may end with its tab.
 * A background without `localStorage` offers no list.
 */
const GONE = 'gone ';
const marks = (): Storage | undefined => globalThis.localStorage;

/** Notes that nothing of the lists of these items is to be offered, before `forgetItems` has its turn. */
export function markGone(itemKeys: readonly string[]): void {
  for (const batch of batchesOf(itemKeys)) marks()?.setItem(GONE + batch, '');
}

const cleared = () => new BroadcastChannel('matteo-batches');

/** Creates a list, which belongs to this tab while the tab is open. Returns a function for the keys of its items. */
export async function createBatch(): Promise<(item: number) => string> {
  const batch = `${Date.now().toString().padStart(15, '0')} ${crypto.randomUUID()}`;
  await hold(batch);
  await set(LIST + batch, 0, store);
  return (item) => `${batch} ${item.toString().padStart(6, '0')}`;
}

/**
 * Assigns the lists of these items to this tab. The records stay where they are, because Firefox can't read a file after its record was removed.
 *
 * @returns the items that no other tab has taken meanwhile.
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

/** Holds the lock of a list until this tab is closed. Returns false if another tab holds it. */
const hold = (batch: string): Promise<boolean> =>
  new Promise((resolve) => {
    void navigator.locks.request(lockOf(batch), { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock ? new Promise(() => {}) : undefined;
    });
  });

const sizeOf = (file?: Blob, result?: KeptResult): number =>
  [file, result?.cutout, result?.matte].reduce((sum, part) => sum + (part?.size ?? 0), 0);

/**
 * Stores changes of items of one list: all of them or none.
 *
 * @returns false if the list was deleted meanwhile; then nothing is stored.
 */
export const keepItems = (changes: readonly (readonly [key: string, change: ItemChange])[]): Promise<boolean> =>
  store('readwrite', async (records) => {
    const [[first] = ['']] = changes;
    const batch = batchOf(first);
    const before = await promisifyRequest<number | undefined>(records.get(LIST + batch));
    if (before === undefined) return false;
    records.delete(UNTIL + batch);
    let bytes = before;
    for (const [key, { file, result, end }] of changes) {
      bytes += sizeOf(file, result);
      if (!file) bytes -= sizeOf(undefined, await promisifyRequest(records.get(RESULT + key)));
      const put = (kind: string, value: unknown) =>
        value === undefined ? records.delete(kind + key) : records.put(value, kind + key);
      if (file) records.put(file, key);
      put(RESULT, result);
      put(END, end);
      put(WAITS, result || end ? undefined : true);
    }
    records.put(bytes, LIST + batch);
    await promisifyRequest(records.transaction);
    return true;
  });

/** The stored result of an item, whose files are on the disk. */
export const keptResult = async (key: string): Promise<KeptResult | undefined> =>
  (await getMany<KeptResult | undefined>([RESULT + key], store))[0];

/** Deletes items, and lists without further items. */
export async function forgetItems(itemKeys: readonly string[]): Promise<void> {
  const gone: string[] = [];
  await store('readwrite', async (records) => {
    for (const batch of batchesOf(itemKeys)) {
      const items = itemKeys.filter((key) => batchOf(key) === batch);
      const given = new Set<IDBValidKey>(items);
      const stored = await promisifyRequest(records.getAllKeys(IDBKeyRange.bound(`${batch} `, `${batch} ~`)));
      // Where there was no room, items without records are among those given.
      const isWhole = stored.every((key) => given.has(key));
      let bytes = isWhole ? 0 : await promisifyRequest<number>(records.get(LIST + batch));
      for (const key of items) {
        // A whole list is deleted without being read.
        if (!isWhole)
          bytes -= sizeOf(await promisifyRequest(records.get(key)), await promisifyRequest(records.get(RESULT + key)));
        for (const kind of ['', RESULT, END, WAITS]) records.delete(kind + key);
      }
      if (!isWhole) records.put(bytes, LIST + batch);
      else for (const kind of [LIST, UNTIL]) records.delete(kind + batch);
      if (isWhole) gone.push(batch);
    }
    await promisifyRequest(records.transaction);
  });
  for (const batch of gone) marks()?.removeItem(GONE + batch);
}

/** Deletes items of closed lists, except those that another tab has taken meanwhile. */
export async function forgetLeft(left: readonly string[]): Promise<void> {
  await whereClosed(batchesOf(left), async (batch) => {
    const items = left.filter((key) => batchOf(key) === batch);
    markGone(items);
    await forgetItems(items);
  });
}

/** Does something with each of these lists that no tab holds now; meanwhile none gets it. */
async function whereClosed(batches: readonly string[], act: (batch: string) => Promise<void>): Promise<void> {
  const request = (batch: string) =>
    navigator.locks.request(lockOf(batch), { ifAvailable: true }, async (lock) => {
      if (lock) await act(batch);
    });
  await Promise.all(batches.map(request));
}

/** Marks the lists of these items to be deleted when their tab is closed, unless something changes in them. */
export const keepWhileOpen = (itemKeys: readonly string[]): Promise<void> => date(batchesOf(itemKeys), 0);

/**
 * Finds the lists whose tabs were closed. It also deletes those that have expired, and finished ones where they are too large together, and sets the expiry of those that are found
 * closed for the first time.
 */
export async function leftItems(): Promise<Left> {
  // In this order, because a list has its lock before it has a record.
  const all = await keys<string>(store);
  const { held = [] } = await navigator.locks.query();
  const open = new Set(held.map(({ name }) => name));
  const closed = all.filter((key) => !open.has(lockOf(batchOf(key))));
  const batches = batchesOf(closed);
  const recordsOf = <Value>(kind: string) =>
    getMany<Value | undefined>(
      batches.map((batch) => kind + batch),
      store,
    );
  const [untils, sizes] = [await recordsOf<number>(UNTIL), await recordsOf<number>(LIST)];
  const now = Date.now();
  const isGone = (batch: string) => (marks()?.getItem(GONE + batch) ?? null) !== null;
  const isOver = new Set(batches.filter((batch, i) => isGone(batch) || (untils[i] ?? now) < now));
  const unfinished = new Set(batchesOf(closed.filter((key) => key.startsWith(WAITS))));
  const finished = batches
    .map((name, i) => ({ name, until: untils[i] ?? now + KEPT_WHEN_CLOSED_MS, bytes: sizes[i] ?? 0 }))
    .filter(({ name }) => !isOver.has(name) && !unfinished.has(name));
  for (const name of makingRoom(finished)) isOver.add(name);
  const left = closed.filter((key) => !isOver.has(batchOf(key)));
  await whereClosed([...isOver], (batch) =>
    delMany(
      closed.filter((key) => batchOf(key) === batch),
      store,
    ),
  );
  for (const mark of Object.keys(marks() ?? {}))
    if (mark.startsWith(GONE) && !open.has(lockOf(batchOf(mark)))) marks()?.removeItem(mark);
  const undated = batches.filter((batch, i) => untils[i] === undefined && !isOver.has(batch));
  // If the storage is full, this is done the next time.
  if (undated.length > 0) await date(undated, now + KEPT_WHEN_CLOSED_MS).catch(() => {});
  return {
    keys: left.filter(isItem),
    isDone: !left.some((key) => key.startsWith(WAITS)),
    finished: left.filter((key) => key.startsWith(RESULT)).length,
  };
}

/** Sets the expiry of lists, except of those that were deleted meanwhile. */
const date = (batches: readonly string[], until: number): Promise<void> =>
  store('readwrite', async (records) => {
    for (const batch of batches) {
      const isKept = (await promisifyRequest(records.getKey(LIST + batch))) !== undefined;
      if (isKept) records.put(until, UNTIL + batch);
    }
    await promisifyRequest(records.transaction);
  });

/** Sets the expiry of the lists of a tab that was just closed, whose locks may be released a little later, or deletes them. */
export async function dateClosed(): Promise<void> {
  const { held = [] } = await navigator.locks.query();
  const lists = held.flatMap(({ name }) => (name?.startsWith(lockOf('')) ? [name] : []));
  const whenReleased = (name: string) =>
    navigator.locks.request(name, { signal: AbortSignal.timeout(CLOSING_MS) }, () => {}).then(leftItems);
  await Promise.allSettled([leftItems(), ...lists.map(whenReleased)]);
}

/** Deletes all lists. Open ones continue with what they have in memory, and are not stored again. */
export async function clearBatches(): Promise<void> {
  await clear(store);
  const speaking = cleared();
  speaking.postMessage('cleared');
  speaking.close();
}

/** Calls `listener` when any page has deleted all lists. */
export function onBatchesCleared(listener: () => void): void {
  cleared().onmessage = listener;
}
