import { expect, test, vi } from 'vitest';

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
    () => {},
  );
  queue.add(files('a', 'b', 'c'));
  queue.remove(queue.items[1]);
  queue.remove(queue.items[0]);
  await vi.waitFor(() => expect(begun).toEqual(['a', 'c']));
  end[1]();
  await vi.waitFor(() => expect(queue.items.map(({ state }) => state.kind)).toEqual(['done']));
  expect(queue.items.map(({ file }) => file.name)).toEqual(['c']);
});

test('what is wrong with a file itself is not tried again with the others', () => {
  const failed = (code: 'damaged' | 'engine-failed' | 'no-person' | 'timeout') =>
    canSucceed({ kind: 'failed', error: { code, message: '' } });
  expect([failed('damaged'), failed('no-person'), failed('engine-failed'), failed('timeout')]).toEqual([
    false,
    false,
    true,
    true,
  ]);
  expect(canSucceed({ kind: 'cancelled' })).toBe(true);
  expect(canSucceed({ kind: 'waiting' })).toBe(false);
});
