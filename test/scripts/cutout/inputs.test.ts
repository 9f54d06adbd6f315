import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesMatching } from '../../../scripts/cutout/files/glob.ts';
import { findInputs } from '../../../scripts/cutout/files/inputs.ts';
import { room } from './room.ts';

const FILES = ['p2.jpg', 'p10.JPG', 'p1.png', 'notes.txt', '.hidden.jpg', 'p1-cutout.png', 'p1-matte.png'];
const DEEPER = ['in/a.webp', 'in/deep/b.avif', '.git/c.jpg'];

test('a folder stands for its pictures, in the order of their names: nothing hidden, no results', async () => {
  const folder = await room(...FILES, ...DEEPER);
  const { photos, folders } = await findInputs([folder], false);
  expect(photos.map(({ path }) => path)).toEqual(['p1.png', 'p2.jpg', 'p10.JPG'].map((name) => join(folder, name)));
  expect(folders).toBe(true);
});

test('--recursive goes into folders, keeps their places, and no link leads it in a circle', async () => {
  const folder = await room(...FILES, ...DEEPER);
  await symlink(folder, join(folder, 'in/back'));
  const { photos } = await findInputs([folder], true);
  expect(photos.map(({ path, below }) => [path.slice(folder.length + 1), below])).toEqual([
    ['p1.png', ''],
    ['p2.jpg', ''],
    ['p10.JPG', ''],
    ['in/a.webp', 'in'],
    ['in/deep/b.avif', 'in/deep'],
  ]);
});

test.for([
  ['*.jpg', ['a[1].jpg', 'b.jpg']],
  ['?.{jpg,png}', ['b.jpg', 'c.png']],
  ['[a-b]*', ['a[1].jpg', 'b.jpg']],
  ['[!ab].*', ['c.png']],
  ['.*', ['.d.jpg']],
  ['in/*/*', ['in/deep/e.jpg', 'in/other/f.png']],
  ['**/*.jpg', ['a[1].jpg', 'b.jpg', 'in/deep/e.jpg']],
  ['in/**', ['in/deep/e.jpg', 'in/other/f.png']],
  ['*/*.jpg', []],
] as const)('the pattern %s names %j', async ([pattern, expected]) => {
  const folder = await room('a[1].jpg', 'b.jpg', 'c.png', '.d.jpg', 'in/deep/e.jpg', 'in/other/f.png');
  const found = await filesMatching(`${folder}/${pattern}`);
  expect(found.map((path) => path.slice(folder.length + 1))).toEqual(expected);
});

test('a file that is there is that file, whatever characters its name has; each file is found once', async () => {
  const folder = await room('a[1].jpg', 'b.jpg');
  const given = [`${folder}/a[1].jpg`, `${folder}/*.jpg`, folder];
  const { photos, nothing } = await findInputs([...given, `${folder}/*.png`], false);
  expect(photos.map(({ path }) => path.slice(folder.length + 1))).toEqual(['a[1].jpg', 'b.jpg']);
  expect(Object.fromEntries(nothing)).toEqual({ [`${folder}/*.png`]: 'There is no picture here; check the name.' });
});

test('a folder stands for pictures of other formats, too, so that they are declined by name', async () => {
  const folder = await room('a.HEIC', 'b.jpg', 'c.tiff', 'd.mov', '.e.heic', 'e-cutout.tif');
  const { photos } = await findInputs([folder], false);
  expect(photos.map(({ path }) => path.slice(folder.length + 1))).toEqual(['a.HEIC', 'b.jpg', 'c.tiff']);
});

test('a folder whose pictures lie in its folders alone says what finds them', async () => {
  const folder = await room('empty/notes.txt', 'full/in/a.jpg');
  const why = async (name: string, recursive: boolean) =>
    (await findInputs([join(folder, name)], recursive)).nothing.get(join(folder, name));
  expect(await why('full', false)).toBe('There is no picture in this folder itself; -r looks into its folders, too.');
  expect(await why('full', true)).toBeUndefined();
  for (const recursive of [false, true]) {
    expect(await why('empty', recursive)).toBe('There is no picture in this folder.');
  }
});
