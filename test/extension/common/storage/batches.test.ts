import { beforeEach, expect, test, vi } from 'vitest';

const nameOf = (number: number) => `${String(number).padStart(15, '0')} 00000000-0000-0000-0000-000000000000`;
const LIST = nameOf(1);
const records = new Map<string, unknown>();
/** Told when keys were read. */
let onKeys = () => {};

vi.mock('idb-keyval', () => ({
  createStore: () => (_: string, act: (records: object) => unknown) =>
    act({
      getKey: (key: string) => (records.has(key) ? key : undefined),
      get: (key: string) => records.get(key),
      put: (value: unknown, key: string) => records.set(key, value),
      delete: (key: string) => records.delete(key),
      getAllKeys: ([from, to]: [string, string]) => [...records.keys()].filter((key) => from <= key && key <= to),
    }),
  promisifyRequest: async (result: unknown) => result,
  keys: async () => {
    const all = [...records.keys()];
    onKeys();
    return all;
  },
  getMany: async (keys: readonly string[]) => keys.map((key) => records.get(key)),
  delMany: async (keys: readonly string[]) => {
    for (const key of keys) records.delete(key);
  },
}));
const { dateClosed, forgetItems, keepItems, leftItems, markGone } = await import(
  '../../../../extension/common/storage/batches.ts'
);

const openAre = (...names: readonly string[]) =>
  vi.stubGlobal('navigator', {
    locks: {
      query: async () => ({ held: names.map((name) => ({ name: `matteo-batch-${name}` })) }),
      request: async (name: string, _: object, act: (lock: unknown) => unknown) => act({ name }),
    },
  });

beforeEach(() => {
  vi.unstubAllGlobals();
  onKeys = () => {};
  records.clear();
  records.set(`list ${LIST}`, 0);
  records.set(`${LIST} 000000`, 'picture').set(`result ${LIST} 000000`, 'result');
  records.set(`${LIST} 000001`, 'picture').set(`waits ${LIST} 000001`, true);
});

test('the day of a list begins when its tab is closed, though its lock is released only afterwards', async () => {
  const held = new Set([`matteo-batch-${LIST}`, 'another']);
  let release = () => {};
  const asked: string[] = [];
  vi.stubGlobal('navigator', {
    locks: {
      query: async () => ({ held: [...held].map((name) => ({ name })) }),
      request: async (name: string) => {
        asked.push(name);
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        held.delete(name);
      },
    },
  });
  const dated = dateClosed();
  await vi.waitFor(() => expect(asked).toEqual([`matteo-batch-${LIST}`]));
  expect(records.has(`until ${LIST}`)).toBe(false);
  release();
  await dated;
  const day = 24 * 60 * 60 * 1000;
  expect(Math.abs((records.get(`until ${LIST}`) as number) - Date.now() - day)).toBeLessThan(day / 24);
  expect(await leftItems()).toEqual({ keys: [`${LIST} 000000`, `${LIST} 000001`], isDone: false, finished: 1 });
});

test('a list whose tab was closed before its records were deleted is not offered, and deleted now', async () => {
  openAre();
  const marks: Record<string, string> = {};
  Object.defineProperties(marks, {
    getItem: { value: (key: string) => marks[key] ?? null },
    setItem: {
      value: (key: string, value: string) => {
        marks[key] = value;
      },
    },
    removeItem: { value: (key: string) => delete marks[key] },
  });
  vi.stubGlobal('localStorage', marks);
  markGone([`${LIST} 000000`, `${LIST} 000001`]);
  expect(Object.keys(marks)).toHaveLength(1);
  expect((await leftItems()).keys).toEqual([]);
  expect([records.size, Object.keys(marks)]).toEqual([0, []]);
});

test('a list that is deleted while it is looked at gets no day', async () => {
  openAre();
  onKeys = () => records.clear();
  await leftItems();
  expect(records.size).toBe(0);
});

test('finished lists that are too large together make room, those that were closed first; not what waits, nor one whose tab is open', async () => {
  const [open, waiting, old, last] = [2, 3, 4, 5].map(nameOf);
  const soon = Date.now() + 1000;
  for (const [i, list] of [open, waiting, old, last].entries()) {
    records.set(`list ${list}`, 1_500_000_000).set(`${list} 000000`, 'picture');
    records.set(`${list === waiting ? 'waits' : 'result'} ${list} 000000`, true).set(`until ${list}`, soon + i);
  }
  openAre(open, LIST);
  expect((await leftItems()).keys).toEqual([`${waiting} 000000`, `${last} 000000`]);
  expect([...records.keys()].some((key) => key.includes(old))).toBe(false);
  expect(records.has(`${open} 000000`)).toBe(true);
});

test('a list keeps its own record while a picture of it is stored, whatever else is deleted for which there was no room', async () => {
  vi.stubGlobal('IDBKeyRange', { bound: (...keys: [string, string]) => keys });
  await forgetItems([`${LIST} 000000`, `${LIST} 000002`, `${LIST} 000003`]);
  expect([...records.keys()]).toEqual([`list ${LIST}`, `${LIST} 000001`, `waits ${LIST} 000001`]);
  await forgetItems([`${LIST} 000001`, `${LIST} 000004`]);
  expect(records.size).toBe(0);
});

test('a list knows how many bytes are stored of it', async () => {
  vi.stubGlobal('IDBKeyRange', { bound: (...keys: [string, string]) => keys });
  records.clear();
  records.set(`list ${LIST}`, 0);
  const bytes = () => records.get(`list ${LIST}`);
  const [a, b] = [`${LIST} 000000`, `${LIST} 000001`];
  const file = new File(['12345'], 'a');
  const resultOf = (cutout: string) => ({ name: 'a', cutout: new Blob([cutout]), matte: new Blob(['1']) });
  await keepItems([
    [a, { file }],
    [b, { file }],
  ]);
  expect(bytes()).toBe(10);
  await keepItems([[a, { result: resultOf('123') }]]);
  expect(bytes()).toBe(14);
  await keepItems([[a, { result: resultOf('1') }]]);
  expect(bytes()).toBe(12);
  await forgetItems([a]);
  expect(bytes()).toBe(5);
  await forgetItems([b]);
  expect(records.size).toBe(0);
});
