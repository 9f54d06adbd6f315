import { expect, test } from 'vitest';
import type { Item } from '../../../extension/batch/queue.ts';
import { createSaved } from '../../../extension/batch/saved.ts';

const item = (state: Item<string>['state']) => ({ file: new File([], 'a'), state });
const done = { kind: 'done', result: 'a' } as const;

test('a result is saved until it is made anew', () => {
  const saved = createSaved();
  const one: { file: File; state: Item<string>['state'] } = item(done);
  expect(saved.has(one)).toBe(false);
  saved.begin([one])([one]);
  saved.changed(one);
  expect(saved.has(one)).toBe(true);
  one.state = { kind: 'waiting' };
  saved.changed(one);
  one.state = done;
  saved.changed(one);
  expect(saved.has(one)).toBe(false);
});

test('a save that was begun before a result was made anew saved the old one, though equal ones take their places', () => {
  const saved = createSaved();
  const [one, other]: { file: File; state: Item<string>['state'] }[] = [item(done), item(done)];
  const note = saved.begin([one, other]);
  for (const state of [{ kind: 'waiting' }, done] as const) {
    one.state = state;
    saved.changed(one);
  }
  other.state = { ...done };
  saved.changed(other);
  note([one, other]);
  expect([saved.has(one), saved.has(other)]).toEqual([false, true]);
  saved.begin([one])([one]);
  expect(saved.has(one)).toBe(true);
});

test('a list is saved where every result is and nothing is open; what has no result can’t be', () => {
  const saved = createSaved();
  const error = { code: 'no-person', message: '' } as const;
  const [first, second] = [item(done), item(done)];
  const ended = [item({ kind: 'failed', error }), item({ kind: 'cancelled' })];
  saved.begin([first])([first]);
  expect(saved.hasAll([first, ...ended])).toBe(true);
  expect(saved.hasAll([first, second])).toBe(false);
  expect(saved.hasAll([first, item({ kind: 'waiting' })])).toBe(false);
  expect(saved.hasAll([first, item({ kind: 'working', fraction: 0, words: '' })])).toBe(false);
});
