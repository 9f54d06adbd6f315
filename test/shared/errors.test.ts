import { describe, expect, it } from 'vitest';
import { CutoutError, isAbort, reportOf } from '../../shared/errors.ts';

describe('a report', () => {
  it('of our own error has its code and sentence', () => {
    const cause = new Error('inner');
    const error = new CutoutError('truncated', 'The file stops early.', { cause });
    expect(reportOf(error)).toEqual({ code: 'truncated', message: 'The file stops early.' });
    expect(error).toMatchObject({ name: 'CutoutError', cause });
  });

  it('of an abort has the code of an abort', () => {
    expect(reportOf(AbortSignal.abort().reason)).toEqual({ code: 'aborted', message: 'Cancelled.' });
  });

  it.each([
    [new TypeError('x is undefined'), 'x is undefined'],
    ['just words', 'just words'],
    [undefined, 'undefined'],
  ])('of %s keeps its words', (thrown, words) => {
    expect(reportOf(thrown)).toMatchObject({ code: 'engine-failed', message: expect.stringContaining(words) });
  });
});

it('an abort is told from other errors', () => {
  expect(isAbort(AbortSignal.abort().reason)).toBe(true);
  expect(isAbort(new CutoutError('aborted', 'Cancelled.'))).toBe(true);
  expect(isAbort(new CutoutError('timeout', 'Too slow.'))).toBe(false);
  expect(isAbort({ name: 'AbortError' })).toBe(false);
  expect(isAbort(undefined)).toBe(false);
});
