import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { report, sizesOf } from '../../scripts/package/sizes.ts';
import { reproducibleZip } from '../../scripts/package/zip.ts';

const text = (content: string) => new TextEncoder().encode(content);

describe('a package', () => {
  const files = { 'b.js': text('b'.repeat(5000)), 'a/c.json': text('{}'), 'words-é.html': text('<p>') };

  test('is the same whatever the order of its files, the time zone and the hour', () => {
    const zip = reproducibleZip(files);
    const zone = process.env.TZ;
    process.env.TZ = 'Pacific/Auckland';
    try {
      expect(reproducibleZip(Object.fromEntries(Object.entries(files).reverse()))).toEqual(zip);
    } finally {
      process.env.TZ = zone;
      if (zone === undefined) delete process.env.TZ;
    }
  });

  test('holds the files as they are', () => {
    expect(unzipSync(reproducibleZip(files))).toEqual(files);
  });
});

describe('the size report', () => {
  test('sums every part, and names what is over its budget', () => {
    let state = 1;
    const noise = Uint8Array.from({ length: 64 * 1024 }, () => {
      state = (state * 48271) % 2147483647;
      return state & 255;
    });
    const sizes = sizesOf({ 'icons/16.png': noise, 'popup/popup.js': text('x'.repeat(4096)) }, 'chrome');
    const icons = sizes.find(({ part }) => part === 'icons');
    expect(icons).toMatchObject({ files: 1, plain: noise.length });
    expect(icons?.packed).toBeGreaterThan(noise.length * 0.99);
    expect(sizes.find(({ part }) => part === 'scripts')?.packed).toBeLessThan(100);
    expect(report(sizes).over).toEqual(['icons']);
    expect(report(sizes).lines.join('\n')).toMatch(/icons .* OVER/);
  });

  test('leaves no file unnamed', () => {
    expect(() => sizesOf({ 'surprise.exe': text('MZ') }, 'firefox')).toThrow(/surprise\.exe belongs to no part/);
  });
});
