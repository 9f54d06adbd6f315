import { expect, it } from 'vitest';
import { readQuery } from '../../../worker/intake/query.ts';

it.each([
  ['an unknown parameter', { sise: ['auto'] }, {}, 'The parameter “sise” is unknown; see /docs.'],
  ['an unknown form field', { sise: ['auto'] }, { sise: ['auto'] }, 'The form field “sise” is unknown; see /docs.'],
  ['a wrong parameter', { size: ['huge'] }, { crop: ['person'] }, /^The parameter “size” is wrong: .*; see \/docs\.$/],
  ['a wrong form field', { size: ['huge'] }, { size: ['huge'] }, /^The form field “size” is wrong: .*; see \/docs\.$/],
  ['a repeated parameter', { size: ['full', 'auto'] }, {}, 'Give the parameter “size” once.'],
  ['a repeated form field', { size: ['full', 'auto'] }, { size: ['full', 'auto'] }, 'Give the form field “size” once.'],
] as const)('%s is named', (_, given, fields, sentence) => {
  const lists = Object.fromEntries(Object.entries(given).map(([name, values]) => [name, [...values]]));
  expect(() => readQuery(lists, fields)).toThrow(sentence);
});
