import { expect, test, vi } from 'vitest';

const LIST = `000000000000001 ${'a'.repeat(8)}-${'a'.repeat(4)}-${'a'.repeat(4)}-${'a'.repeat(4)}-${'a'.repeat(12)}`;
const records = new Map<string, unknown>([
  [`list ${LIST}`, true],
  [`${LIST} 000000`, 'picture'],
  [`result ${LIST} 000000`, 'result'],
  [`${LIST} 000001`, 'picture'],
  [`waits ${LIST} 000001`, true],
]);

vi.mock('idb-keyval', () => ({
  createStore: () => {},
  keys: async () => [...records.keys()],
  getMany: async (keys: readonly string[]) => keys.map((key) => records.get(key)),
  setMany: async (entries: readonly [string, unknown][]) => {
    for (const [key, value] of entries) records.set(key, value);
  },
}));
const { dateClosed, leftItems } = await import('../../../../extension/common/storage/batches.ts');

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
