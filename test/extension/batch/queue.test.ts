import { expect, test, vi } from 'vitest';
import { CutoutError } from '../../../shared/errors.ts';

vi.mock('../../../extension/common/browser/browser.ts', () => ({ browser: { i18n: { getMessage: () => '' } } }));
const { Queue } = await import('../../../extension/batch/queue.ts');
const { canSucceed } = await import('../../../extension/batch/sum.ts');

const files = (...names: string[]) => names.map((name) => new File([name], name));

test('a removed item is not done, and the one that is being done is cancelled', async () => {
  const begun: string[] = [];
  const end: (() => void)[] = [];
  const queue = new Queue<string>(
    ({ name }, _, signal) => {
      begun.push(name);
      return new Promise((resolve, reject) => {
        end.push(() => resolve(name));
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    },
    { came: () => {}, gone: () => {}, changed: () => {} },
  );
  queue.add(files('a', 'b', 'c'));
  queue.remove(queue.items[1]);
  queue.remove(queue.items[0]);
  await vi.waitFor(() => expect(begun).toEqual(['a', 'c']));
  end[1]();
  await vi.waitFor(() => expect(queue.items.map(({ state }) => state.kind)).toEqual(['done']));
  expect(queue.items.map(({ file }) => file.name)).toEqual(['c']);
});

test('of each change one item is told, and how many are in each state is known without looking at them', async () => {
  const told: string[] = [];
  const queue = new Queue<string>(
    async ({ name }, _, __, tell) => {
      for (const fraction of [0.25, 0.5]) tell(fraction, '');
      if (name === 'b') throw new Error();
      return name;
    },
    {
      came: (items) => told.push(`${items.length} came`),
      gone: (items) => told.push(`${items.length} gone`),
      changed: ({ file, state }) => told.push(`${file.name} ${state.kind}`),
    },
  );
  queue.add(files('a', 'b', 'c'));
  queue.cancel(queue.items[2]);
  await vi.waitFor(() => expect(queue.counts).toEqual({ waiting: 0, working: 0, done: 1, failed: 1, cancelled: 1 }));
  queue.exchange(queue.items[0], 'on the disk');
  queue.clear();
  const steps = (name: string, end: string) => [...Array(3).fill(`${name} working`), `${name} ${end}`];
  const expected = ['3 came', ...steps('a', 'done'), ...steps('b', 'failed'), 'a done', '3 gone'];
  expect(told.filter((each) => each !== 'c cancelled')).toEqual(expected);
  expect(queue.counts).toEqual({ waiting: 0, working: 0, done: 0, failed: 0, cancelled: 0 });
});

test('all but cancelled items are done once more, the one at work from its beginning', async () => {
  let turn = 1;
  const end: (() => void)[] = [];
  const queue = new Queue<string>(
    ({ name }, _, signal) => {
      const result = `${name}${turn}`;
      return new Promise((resolve, reject) => {
        end.push(() => resolve(result));
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    },
    { came: () => {}, gone: () => {}, changed: () => {} },
  );
  const endNext = async () => {
    await vi.waitFor(() => expect(end.length).toBeGreaterThan(0));
    end.shift()?.();
  };
  queue.add(files('a', 'b', 'c'));
  queue.cancel(queue.items[2]);
  await endNext();
  await vi.waitFor(() => expect(queue.items.map(({ state }) => state.kind)).toEqual(['done', 'working', 'cancelled']));
  turn = 2;
  queue.redo();
  await vi.waitFor(() =>
    expect(queue.items.map(({ state }) => state.kind)).toEqual(['working', 'waiting', 'cancelled']),
  );
  end.shift();
  await endNext();
  await endNext();
  const results = () => queue.items.map(({ state }) => (state.kind === 'done' ? state.result : state.kind));
  await vi.waitFor(() => expect(results()).toEqual(['a2', 'b2', 'cancelled']));

  queue.redo();
  queue.redo();
  queue.cancelAll();
  await vi.waitFor(() => expect(results()).toEqual(['cancelled', 'cancelled', 'cancelled']));
});

test('what is wrong with a file itself is not tried again with the others', () => {
  const failed = (code: 'damaged' | 'engine-failed' | 'no-person' | 'remote-offered' | 'timeout') =>
    canSucceed({ kind: 'failed', error: { code, message: '' } });
  expect((['damaged', 'no-person', 'remote-offered'] as const).map(failed)).toEqual([false, false, false]);
  expect((['engine-failed', 'timeout'] as const).map(failed)).toEqual([true, true]);
  expect(canSucceed({ kind: 'cancelled' })).toBe(true);
  expect(canSucceed({ kind: 'waiting' })).toBe(false);
});

test('why an item failed outlives storing', async () => {
  const queue = new Queue<string>(
    async () => {
      throw new CutoutError('unreachable', 'Nothing answers.', { facts: ['example.org'] });
    },
    { came: () => {}, gone: () => {}, changed: () => {} },
  );
  queue.add(files('a'));
  await vi.waitFor(() => expect(queue.counts.failed).toBe(1));
  const { state } = queue.items[0];
  expect(structuredClone(state)).toEqual({
    kind: 'failed',
    error: { code: 'unreachable', message: expect.any(String), facts: ['example.org'] },
  });
});
