import { beforeEach, expect, test, vi } from 'vitest';
import type { Item } from '../../../extension/batch/queue.ts';
import type { Shown } from '../../../extension/batch/row.ts';
import type { ItemChange, KeptResult } from '../../../extension/common/storage/batches.ts';

/** What was written of each item, one change after the other. */
const records = new Map<string, ItemChange[]>();
let room = Number.POSITIVE_INFINITY;
let lists = 0;
let transactions = 0;
/** What is kept no longer than the tab is open. */
let leftOver: string[] = [];
/** What is not to be offered any more. */
let gone: string[] = [];
let tellCleared = () => {};

/** A change as IndexedDB gives it back. (Node's own cloning loses a file's name.) */
const stored = ({ file, ...change }: ItemChange): ItemChange => ({ ...structuredClone(change), ...(file && { file }) });

vi.mock('../../../extension/common/browser/chrome.ts', () => ({ filesOutliveRecords: () => true }));
vi.mock('../../../extension/common/storage/batches.ts', () => ({
  async createBatch() {
    const list = ++lists;
    return (item: number) => `${list} ${item}`;
  },
  async keepItems(changes: readonly (readonly [string, ItemChange])[]) {
    transactions++;
    if (records.size + changes.length > room) throw new DOMException('full', 'QuotaExceededError');
    for (const [key, change] of changes) records.set(key, [...(records.get(key) ?? []), stored(change)]);
    return true;
  },
  async keptResult(key: string): Promise<KeptResult | undefined> {
    const result = records.get(key)?.findLast((change) => change.result)?.result;
    return result && { ...result, cutout: new Blob(['on the disk']) };
  },
  async keepWhileOpen(keys: readonly string[]) {
    leftOver.push(...keys);
  },
  async forgetItems(keys: readonly string[]) {
    for (const key of keys) records.delete(key);
  },
  markGone(keys: readonly string[]) {
    gone.push(...keys);
  },
  onBatchesCleared(listener: () => void) {
    tellCleared = listener;
  },
}));
const { createKeptList } = await import('../../../extension/batch/keeping.ts');

const item = (name: string, state: Item<Shown>['state'] = { kind: 'waiting' }) => ({
  file: new File([name], name),
  state,
});
const done = (name: string): Item<Shown>['state'] => ({
  kind: 'done',
  result: { name, picture: new Blob(), cutout: new Blob() },
});
const begin = (onFull = () => {}, onKept: (item: Item<Shown>, result: Shown) => void = () => {}) =>
  createKeptList(onFull, onKept);

beforeEach(() => {
  records.clear();
  room = Number.POSITIVE_INFINITY;
  lists = 0;
  transactions = 0;
  leftOver = [];
  gone = [];
});

test('that a list is gone with its last item is noted though changes are still being written', async () => {
  const list = begin();
  const items = ['a', 'b', 'c'].map((name) => item(name));
  list.came(items);
  await vi.waitFor(() => expect(records.size).toBe(3));
  list.gone(items.slice(0, 1));
  await vi.waitFor(() => expect(records.size).toBe(2));
  expect(gone).toEqual([]);
  items[1].state = done('b');
  list.changed(items[1]);
  list.gone(items.slice(1));
  await Promise.resolve();
  await Promise.resolve();
  expect([gone, records.size]).toEqual([['1 1', '1 2'], 2]);
  await vi.waitFor(() => expect(records.size).toBe(0));
});

test('a picture is written once, whatever becomes of it: what is at work waits, what failed and what is done has ended', async () => {
  const list = begin();
  const error = { code: 'damaged', message: '' } as const;
  const items = [item('a'), item('b'), item('c')];
  list.came(items);
  for (const each of items) {
    for (const fraction of [0, 0.5]) {
      each.state = { kind: 'working', fraction, words: '' };
      list.changed(each);
    }
  }
  items[1].state = { kind: 'failed', error };
  items[2].state = done('c');
  for (const each of items) list.changed(each);
  await vi.waitFor(() => expect(records.get('1 2')).toHaveLength(2));
  const written = [...records.values()].map((changes) =>
    changes.map(({ file, result, end }) => [file?.name, result && Object.keys(result), end]),
  );
  expect(written).toEqual([
    [['a', undefined, undefined]],
    [
      ['b', undefined, undefined],
      [undefined, undefined, { kind: 'failed', error }],
    ],
    [
      ['c', undefined, undefined],
      [undefined, ['name', 'cutout'], undefined],
    ],
  ]);
});

test('a result that is kept takes the place of the one in memory', async () => {
  const onKept = vi.fn();
  const list = begin(() => {}, onKept);
  const one = item('a', done('a'));
  list.came([one]);
  await vi.waitFor(() => expect(onKept).toHaveBeenCalledTimes(1));
  const [[of, result]] = onKept.mock.calls as [[Item<Shown>, Shown]];
  expect([of, result.picture, await result.cutout.text()]).toEqual([one, one.file, 'on the disk']);
});

test('where there is no room it is told once, and what was kept is forgotten with its item all the same', async () => {
  room = 2;
  const onFull = vi.fn();
  const list = begin(onFull);
  const items = ['a', 'b', 'c', 'd'].map((name) => item(name));
  list.came(items.slice(0, 2));
  list.came(items.slice(2));
  await vi.waitFor(() => expect(onFull).toHaveBeenCalledTimes(1));
  expect([...records.keys()]).toEqual(['1 0', '1 1']);
  list.gone(items.slice(0, 1));
  await vi.waitFor(() => expect([...records.keys()]).toEqual(['1 1']));
  list.gone(items.slice(1));
  await vi.waitFor(() => expect(records.size).toBe(0));
  expect(onFull).toHaveBeenCalledTimes(1);
});

test('many pictures are written many at a time', async () => {
  const list = begin();
  list.came(Array.from({ length: 500 }, (_, i) => item(String(i))));
  await vi.waitFor(() => expect(records.size).toBe(500));
  expect(transactions).toBe(20);
});

test('an adopted item keeps its key', async () => {
  const list = begin();
  const adopted = item('a');
  list.adopt(adopted, 'other 7');
  records.set('other 7', []);
  list.came([adopted]);
  list.gone([adopted]);
  await vi.waitFor(() => expect(records.size).toBe(0));
});

test('what comes after everything was cleared, or after the last one went, is another list', async () => {
  const list = begin();
  const first = item('a');
  list.came([first]);
  await vi.waitFor(() => expect(records.size).toBe(1));
  tellCleared();
  const second = item('b');
  list.came([second]);
  list.gone([first, second]);
  list.came([item('c')]);
  await vi.waitFor(() => expect([...records.keys()]).toEqual(['3 2']));
});

test('what is kept is known: as it is now, while there is room, until everything is cleared', async () => {
  const onFull = vi.fn();
  const list = begin(onFull);
  const one = item('a');
  expect(list.isKept(one)).toBe(false);
  list.came([one]);
  expect(list.isKept(one)).toBe(false);
  await vi.waitFor(() => expect(list.isKept(one)).toBe(true));
  room = 0;
  one.state = done('a');
  list.changed(one);
  expect(list.isKept(one)).toBe(false);
  await vi.waitFor(() => expect(onFull).toHaveBeenCalledTimes(1));
  room = Number.POSITIVE_INFINITY;
  const other = item('b');
  list.came([other]);
  list.keepWhileOpen();
  // Writes come in turn: by then all were tried.
  await vi.waitFor(() => expect(leftOver).toEqual(['1 0', '1 1']));
  expect([one, other].map(list.isKept)).toEqual([false, false]);

  const next = begin();
  next.came([other]);
  await vi.waitFor(() => expect(next.isKept(other)).toBe(true));
  tellCleared();
  expect(next.isKept(other)).toBe(false);
});
