import { expect, it } from 'vitest';
import { accepts, formatOf } from '../../../worker/intake/accept.ts';

it('the types that a client accepts are read', () => {
  for (const header of [undefined, '', '*/*', 'image/*', 'text/html, image/png;q=0.1', 'IMAGE/PNG']) {
    expect(accepts(header, 'image/png'), header).toBe(true);
  }
  for (const header of ['text/html', 'image/webp', 'image/png;q=0, */*', 'image/*;q=0.0']) {
    expect(accepts(header, 'image/png'), header).toBe(false);
  }
});

it('an answer has the format asked for, else one that the client takes', () => {
  expect(formatOf(undefined, undefined)).toBe('png');
  expect(formatOf(undefined, 'image/webp, */*;q=0.1')).toBe('png');
  expect(formatOf(undefined, 'image/webp')).toBe('webp');
  expect(formatOf(undefined, 'image/png;q=0, image/*')).toBe('webp');
  expect(formatOf('webp', 'image/*')).toBe('webp');
  for (const [asked, accept] of [
    ['png', 'image/webp'],
    [undefined, 'text/html'],
  ] as const) {
    expect(() => formatOf(asked, accept)).toThrow(/^The answer is image\/png.* accept image\/\*\.$/);
  }
});
