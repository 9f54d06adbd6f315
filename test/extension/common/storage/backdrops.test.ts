import { expect, test } from 'vitest';
import { tooMany } from '../../../../extension/common/storage/backdrops.ts';

/** Of the latest first, as many as there are sizes, named by letters. */
const kept = (...sizes: readonly number[]) =>
  sizes.map((size, at) => [`00${9 - at} ${'abcdefghij'[at]}`, { picture: { size } }] as const);

test('seven earlier ones stay beside a new one', () => {
  expect(tooMany(kept(1, 1, 1, 1, 1, 1, 1), 'new', 1)).toEqual([]);
  expect(tooMany(kept(1, 1, 1, 1, 1, 1, 1, 1, 1), 'new', 1)).toEqual(['002 h', '001 i']);
});

test('40 MB stay in all, the latest first', () => {
  expect(tooMany(kept(15e6, 10e6, 10e6), 'new', 10e6)).toEqual(['007 c']);
});

test('the same picture is kept once, and takes nobody else’s room', () => {
  expect(tooMany(kept(1, 1, 1, 1, 1, 1, 1, 1), 'c', 1)).toEqual(['007 c']);
});
