import { expect, test } from 'vitest';
import { concatBytes } from '../../shared/bytes.ts';

test('parts come one after the other, and empty ones take no room', () => {
  const parts = [Uint8Array.of(1, 2), new Uint8Array(0), Uint8Array.of(3)];
  expect(concatBytes(parts)).toEqual(Uint8Array.of(1, 2, 3));
});

test('the bytes of one part are a copy', () => {
  const part = Uint8Array.of(1);
  const bytes = concatBytes([part]);
  part[0] = 2;
  expect(bytes).toEqual(Uint8Array.of(1));
});

test('no parts are no bytes', () => {
  expect(concatBytes([])).toHaveLength(0);
});
