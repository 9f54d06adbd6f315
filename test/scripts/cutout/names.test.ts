import { link, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { createNamer } from '../../../scripts/cutout/files/names.ts';
import { fileSet } from '../../../scripts/cutout/files/same-file.ts';
import { room } from './room.ts';

const input = (path: string) => ({ path, below: '' });

test.for([
  ['letters', 'a'.repeat(248)],
  ['Chinese', '照'.repeat(83)],
  ['families, each of seven code points', '👩‍👩‍👧‍👦'.repeat(10)],
] as const)(
  'a photograph whose name is as long as names may be (%s) has results whose names are no longer',
  async ([, stem]) => {
    const folder = await room(`${stem}.jpg`);
    const name = createNamer(fileSet());
    const results = ['cutout', 'matte'].map((kind) => name({ folder }, input(`${stem}.jpg`), kind, 'png'));
    // Another of the same beginning has a name of its own.
    results.push(name({ folder }, input(`${stem}.jpeg`), 'cutout', 'png'));
    expect(new Set(results).size).toBe(3);
    for (const path of results) {
      expect(Buffer.byteLength(basename(path))).toBeLessThanOrEqual(255);
      await writeFile(path, '');
      const kept = basename(path).replace(/(-2)?-(cutout|matte)\.png$/, '');
      const whole = [...new Intl.Segmenter().segment(kept)].map(({ segment }) => segment);
      expect(new Set(whole)).toEqual(new Set([[...new Intl.Segmenter().segment(stem)][0].segment]));
    }
  },
);

test('no name is that of a photograph, nor leads to one', async () => {
  const folder = await room('her.jpg', 'her-cutout.png', 'other.jpg');
  await link(join(folder, 'other.jpg'), join(folder, 'her-2-cutout.png'));
  await symlink('other.jpg', join(folder, 'her-3-cutout.png'));
  const photographs = fileSet(['her.jpg', 'her-cutout.png', 'other.jpg'].map((name) => join(folder, name)));
  const name = createNamer(photographs);
  expect(basename(name({ folder }, input('her.jpg'), 'cutout', 'png'))).toBe('her-4-cutout.png');
  expect(basename(name({ folder }, input('her.jpg'), 'cutout', 'png'))).toBe('her-4-cutout.png');
  expect(basename(name({ folder }, input('b/her.jpg'), 'cutout', 'png'))).toBe('her-5-cutout.png');
});
