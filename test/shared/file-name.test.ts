import { expect, test } from 'vitest';
import { bytesOf, shorten } from '../../shared/file-name.ts';

test.for(['', 'abc', 'Köln', '照片', '🧍🏽‍♀️', '\ud83d'])('the bytes of “%s” are those of its UTF-8', (text) => {
  expect(bytesOf(text)).toBe(Buffer.byteLength(text));
});

test.for([
  ['abc', 3, 'abc'],
  ['abc', 2, 'ab'],
  ['照片', 5, '照'],
  ['照片', 2, ''],
  ['a👩‍👩‍👧‍👦b', 25, 'a'],
  ['a👩‍👩‍👧‍👦b', 26, 'a👩‍👩‍👧‍👦'],
  ['🇰🇷🇰🇷', 15, '🇰🇷'],
] as const)('“%s” in %i bytes is “%s”', ([text, most, expected]) => {
  expect(shorten(text, most)).toBe(expected);
});

test('characters are counted as people see them', () => {
  expect(shorten('e\u0301e\u0301e\u0301', 100, 2)).toBe('e\u0301e\u0301');
});
