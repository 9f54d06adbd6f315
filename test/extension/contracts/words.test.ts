import { expect, test } from 'vitest';
import { directionOf, fill } from '../../../extension/contracts/words.ts';

const host = { message: 'Read $HOST$ ($n$)?', placeholders: { host: { content: '<$1>' }, n: { content: '$2' } } };

test.for([
  [host, ['a.example', '7'], 'Read <a.example> (7)?'],
  [host, ['costs $2 or $HOST$', '$1'], 'Read <costs $2 or $HOST$> ($1)?'],
  [host, [], 'Read <> ()?'],
  [{ message: '$1 of $2' }, ['3', '9'], '3 of 9'],
  [{ message: 'for $$5' }, [], 'for $5'],
  [{ message: '$NOBODY$.' }, [], '.'],
  [{ message: 'plain' }, ['x'], 'plain'],
] as const)('%j with %j says “%s”', ([message, substitutions, sentence]) => {
  expect(fill(message, substitutions)).toBe(sentence);
});

test('the direction of a language is known', () => {
  expect(['ar', 'he-IL', 'fa'].map(directionOf)).toEqual(['rtl', 'rtl', 'rtl']);
  expect(['en', 'ko', 'pt-BR', 'fr', 'arn'].map(directionOf)).toEqual(['ltr', 'ltr', 'ltr', 'ltr', 'ltr']);
});
