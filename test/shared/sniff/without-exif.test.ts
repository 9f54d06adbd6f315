import { beforeAll, expect, it } from 'vitest';
import { sniff } from '../../../shared/sniff/sniff.ts';
import { withoutExif } from '../../../shared/sniff/without-exif.ts';
import { type ColourFile, colourFiles } from '../../fixtures/colour/files.ts';

let files: ColourFile[];
beforeAll(async () => {
  files = await colourFiles(['png', 'jpeg', 'webp']);
}, 60_000);

it('a file without its EXIF has no orientation, and is else what it was', () => {
  const turned = files.filter(({ bytes }) => sniff(bytes).orientation > 1);
  expect(turned.length).toBeGreaterThan(24);
  for (const { name, bytes, format } of turned) {
    const before = sniff(bytes);
    const hidden = withoutExif(bytes, format);
    const { width, height, orientation } = sniff(hidden);
    expect([name, orientation]).toEqual([name, 1]);
    const sides = before.orientation >= 5 ? [before.height, before.width] : [before.width, before.height];
    expect([name, width, height]).toEqual([name, ...sides]);
    expect(withoutExif(hidden, format)).toBe(hidden);
  }
});

it('a file without EXIF is given back as it is', () => {
  for (const { name, bytes, format } of files) {
    if (name.includes('orientation')) continue;
    expect(withoutExif(bytes, format)).toBe(bytes);
  }
});
