import { describe, expect, it } from 'vitest';
import { readRange } from '../../../worker/http/range.ts';

describe('readRange of 100 bytes', () => {
  it.each([
    ['bytes=0-0', { offset: 0, length: 1 }],
    ['bytes=0-99', { offset: 0, length: 100 }],
    ['bytes=10-19', { offset: 10, length: 10 }],
    ['bytes=90-', { offset: 90, length: 10 }],
    ['bytes=90-1000', { offset: 90, length: 10 }],
    ['bytes=-5', { offset: 95, length: 5 }],
    ['bytes=-1000', { offset: 0, length: 100 }],
    ['Bytes= 1-2 ', { offset: 1, length: 2 }],
    [`bytes=0-${'9'.repeat(400)}`, { offset: 0, length: 100 }],
  ])('%s is a span', (header, span) => expect(readRange(header, 100)).toEqual(span));

  it.each(['bytes=100-', 'bytes=100-200', 'bytes=-0', `bytes=${'9'.repeat(400)}-`])('%s is beyond it', (header) =>
    expect(readRange(header, 100)).toBe('unsatisfiable'),
  );

  it.each([undefined, '', 'bytes', 'bytes=', 'bytes=-', 'bytes=5-4', 'bytes=a-b', 'lines=0-1', 'bytes=0-1,5-6', '0-1'])(
    '%s is no single range',
    (header) => expect(readRange(header, 100)).toBeUndefined(),
  );
});
