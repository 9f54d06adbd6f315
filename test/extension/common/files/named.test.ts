import { afterEach, expect, test, vi } from 'vitest';
import { named } from '../../../../extension/common/files/named.ts';

const picture = new Blob(['RIFF'], { type: 'image/webp' });
const nameBy = async (pattern: string) => (await named(picture, 'Ann.jpg', 'cutout', { pattern })).name;

afterEach(() => vi.unstubAllGlobals());

test('a finished file is named by its own size and format, and decoded only for that', async () => {
  const decode = vi.fn(async () => ({ width: 40, height: 30, close() {} }));
  vi.stubGlobal('createImageBitmap', decode);
  expect(await nameBy('{name}')).toBe('Ann.webp');
  expect(decode).not.toHaveBeenCalled();
  expect(await nameBy('{name} {width}-{height}')).toBe('Ann 40-30.webp');
});

test('a file that does not tell its size has none in its name', async () => {
  vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('damaged')));
  expect(await nameBy('{name} {width}-{height}')).toBe('Ann.webp');
});
