import { expect, it } from 'vitest';
import { inPixels, parseLengths } from '../../../shared/contracts/lengths.ts';

it('reads lengths in pixels and shares', () => {
  expect(parseLengths('0 10% 20px 1.5%')).toEqual([
    { value: 0, unit: 'px' },
    { value: 10, unit: '%' },
    { value: 20, unit: 'px' },
    { value: 1.5, unit: '%' },
  ]);
  expect(inPixels({ value: 10, unit: '%' }, 50)).toBe(5);
  expect(inPixels({ value: 10, unit: 'px' }, 50)).toBe(10);
});

it('reads nothing else', () => {
  for (const text of ['', ' ', '5', '-1px', '101%', '1e3px', 'NaN%', '999999px', '1px  2px', '0 '.repeat(50), '٣px']) {
    expect(parseLengths(text), text).toBeUndefined();
  }
});
