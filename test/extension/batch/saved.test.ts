import { expect, test } from 'vitest';
import type { Item } from '../../../extension/batch/queue.ts';
import { createSaved } from '../../../extension/batch/saved.ts';

const item = (state: Item<string>['state']) => ({ file: new File([], 'a'), state });
const done = { kind: 'done', result: 'a' } as const;

test('a result is saved until it is made anew', () => {
  const saved = createSaved();
  const one: { file: File; state: Item<string>['state'] } = item(done);
  expect(saved.has(one)).toBe(false);
  saved.add([one]);
  saved.changed(one);
  expect(saved.has(one)).toBe(true);
  one.state = { kind: 'waiting' };
  saved.changed(one);
  one.state = done;
  saved.changed(one);
  expect(saved.has(one)).toBe(false);
});

test('a list is saved where every result is and nothing is open; what has no result can’t be', () => {
  const saved = createSaved();
  const error = { code: 'no-person', message: '' } as const;
  const [first, second] = [item(done), item(done)];
  const ended = [item({ kind: 'failed', error }), item({ kind: 'cancelled' })];
  saved.add([first]);
  expect(saved.hasAll([first, ...ended])).toBe(true);
  expect(saved.hasAll([first, second])).toBe(false);
  expect(saved.hasAll([first, item({ kind: 'waiting' })])).toBe(false);
  expect(saved.hasAll([first, item({ kind: 'working', fraction: 0, words: '' })])).toBe(false);
});
