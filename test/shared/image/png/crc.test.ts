import { crc32 as zlibs } from 'node:zlib';
import { expect, test } from 'vitest';
import { crc32 } from '../../../../shared/image/png/crc.ts';

test.for([0, 1, 13, 300])('the checksum of %i bytes is that of zlib', (length) => {
  const bytes = Uint8Array.from({ length }, (_, i) => (i * 151) & 255);
  expect(crc32(bytes)).toBe(zlibs(bytes));
});
