import { beforeEach, expect, test, vi } from 'vitest';

const LIST = `000000000000001 ${'a'.repeat(8)}-${'a'.repeat(4)}-${'a'.repeat(4)}-${'a'.repeat(4)}-${'a'.repeat(12)}`;
const records = new Map<string, unknown>();
/** Told when keys were read. */
let onKeys = () => {};

vi.mock('idb-keyval', () => ({
  createStore: () => (_: string, act: (records: object) => unknown) =>
    act({
      getKey: (key: string) => (records.has(key) ? key : undefined),
      put: (value: unknown, key: string) => records.set(key, value),
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
const { dateClosed, leftItems, markGone } = await import('../../../../extension/common/storage/batches.ts');

const noLocks = () => vi.stubGlobal('navigator', { locks: { query: async () => ({ held: [] }) } });

beforeEach(() => {
  vi.unstubAllGlobals();
  onKeys = () => {};
  records.clear();
  records.set(`list ${LIST}`, true);
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
  noLocks();
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
  noLocks();
  onKeys = () => records.clear();
  await leftItems();
  expect(records.size).toBe(0);
});
