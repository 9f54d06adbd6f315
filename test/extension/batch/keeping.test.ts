import { beforeEach, expect, test, vi } from 'vitest';
import type { Item } from '../../../extension/batch/queue.ts';
import type { KeptItem } from '../../../extension/common/storage/batches.ts';
import type { Result } from '../../../extension/common/storage/recents.ts';

const records = new Map<string, KeptItem>();
let room = Number.POSITIVE_INFINITY;

vi.mock('../../../extension/common/storage/batches.ts', () => ({
  createBatch: async () => (item: number) => `list ${item}`,
  async keepItem(key: string, item: KeptItem) {
    if (records.size >= room) throw new DOMException('full', 'QuotaExceededError');
    records.set(key, item);
  },
  async forgetItems(keys: readonly string[]) {
    for (const key of keys) records.delete(key);
  },
}));
const { createKeptList } = await import('../../../extension/batch/keeping.ts');

const item = (name: string, state: Item<Result>['state'] = { kind: 'waiting' }): Item<Result> => ({
  file: new File([name], name),
  state,
});
const kept = () => [...records].map(([key, { file, result, isEnded }]) => [key, file.name, Boolean(result), isEnded]);

beforeEach(() => {
  records.clear();
  room = Number.POSITIVE_INFINITY;
});

test('what is at work is kept as what waits, what failed as ended, what is done with its result', async () => {
  const list = createKeptList(() => {});
  const result = { name: 'c', picture: new Blob(), cutout: new Blob() };
  const error = { code: 'damaged', message: '' } as const;
  list.update([
    item('a', { kind: 'working', fraction: 0.5, words: '' }),
    item('b', { kind: 'failed', error }),
    item('c', { kind: 'done', result }),
  ]);
  await vi.waitFor(() =>
    expect(kept()).toEqual([
      ['list 0', 'a', false, undefined],
      ['list 1', 'b', false, true],
      ['list 2', 'c', true, undefined],
    ]),
  );
});

test('where there is no room it is told once, and what was kept is forgotten with its item all the same', async () => {
  room = 2;
  const onFull = vi.fn();
  const list = createKeptList(onFull);
  const items = ['a', 'b', 'c', 'd'].map((name) => item(name));
  list.update(items);
  await vi.waitFor(() => expect(onFull).toHaveBeenCalledTimes(1));
  expect(records.size).toBe(2);
  list.update(items.slice(1));
  await vi.waitFor(() => expect(kept().map(([, name]) => name)).toEqual(['b']));
  list.update([]);
  await vi.waitFor(() => expect(records.size).toBe(0));
  expect(onFull).toHaveBeenCalledTimes(1);
});

test('an adopted item keeps its key', async () => {
  const list = createKeptList(() => {});
  const adopted = item('a');
  list.adopt(adopted, 'other 7');
  records.set('other 7', { file: adopted.file });
  list.update([adopted]);
  list.update([]);
  await vi.waitFor(() => expect(records.size).toBe(0));
});
