import { describe, expect, it } from 'vitest';
import { entityTag, isCurrent } from '../../../worker/http/conditional.ts';

describe('isCurrent', () => {
  const tag = entityTag('abc');
  it.each([
    [undefined, false],
    ['', false],
    ['abc', false],
    ['"abcd"', false],
    ['"abc"', true],
    ['W/"abc"', true],
    [' * ', true],
    ['"x","y" , "abc"', true],
    ['"x", *', false],
  ])('of %j is %j', (header, expected) => {
    expect(isCurrent(header, tag)).toBe(expected);
  });
});
