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
    const results = ['cutout', 'matte'].map((kind) => name({ folder }, input(`${stem}.jpg`), kind, 'png').path);
    // Another of the same beginning has a name of its own.
    results.push(name({ folder }, input(`b/${stem}.jpg`), 'cutout', 'png').path);
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
  expect(basename(name({ folder }, input('her.jpg'), 'cutout', 'png').path)).toBe('her-4-cutout.png');
  expect(basename(name({ folder }, input('her.jpg'), 'cutout', 'png').path)).toBe('her-4-cutout.png');
  expect(basename(name({ folder }, input('b/her.jpg'), 'cutout', 'png').path)).toBe('her-5-cutout.png');
});

test('where photographs of a folder differ in their ending alone, results carry it, whatever is given and when', async () => {
  const folder = await room('in/a.png', 'in/b.png', `in/${'c'.repeat(248)}.png`, `in/${'c'.repeat(248)}.jpg`);
  const nameOf = (photo: string, name = createNamer(fileSet())) =>
    basename(name({ folder }, input(join(folder, 'in', photo)), 'cutout', 'png').path);
  const name = createNamer(fileSet());
  expect(nameOf('a.png')).toBe('a-cutout.png');
  expect(nameOf('b.png', name)).toBe('b-cutout.png');
  await writeFile(join(folder, 'in/a.jpg'), '');
  for (const namer of [name, createNamer(fileSet())]) {
    expect([nameOf('a.jpg', namer), nameOf('a.png', namer)]).toEqual(['a.jpg-cutout.png', 'a.png-cutout.png']);
  }
  // Neither results nor what can't be cut out count.
  for (const other of ['b-cutout.png', 'b.txt', '.b.jpg', 'b.heic']) await writeFile(join(folder, 'in', other), '');
  expect([nameOf('b.png'), nameOf('b.heic')]).toEqual(['b-cutout.png', 'b.heic-cutout.png']);
  expect(nameOf(`${'c'.repeat(248)}.jpg`)).toBe(`${'c'.repeat(240)}.jpg-cutout.png`);
});
