import { appendFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { arrivals } from '../../../scripts/cutout/watch.ts';
import { room } from './room.ts';

/** Looks at a folder once more, and answers the paths in it of what is given. */
function watching(folder: string, recursive = false) {
  const looks = arrivals(folder, recursive, async () => {});
  return async (): Promise<string[]> => {
    const { value } = await looks.next();
    return value.map(({ path }: { path: string }) => relative(folder, path));
  };
}

test('a photograph is given once, as soon as two looks saw it the same', async () => {
  const folder = await room('there.jpg', 'notes.txt');
  const look = watching(folder);
  expect([await look(), await look(), await look()]).toEqual([[], ['there.jpg'], []]);
  await writeFile(join(folder, 'new.jpg'), 'ha');
  expect(await look()).toEqual([]);
  await appendFile(join(folder, 'new.jpg'), 'lf, then all');
  expect([await look(), await look(), await look()]).toEqual([[], ['new.jpg'], []]);
});

test('what has changed is given again, what has gone is no failure', async () => {
  const folder = await room('a.jpg', 'b.jpg');
  const look = watching(folder);
  expect([await look(), await look()]).toEqual([[], ['a.jpg', 'b.jpg']]);
  await appendFile(join(folder, 'a.jpg'), 'another');
  await rm(join(folder, 'b.jpg'));
  expect([await look(), await look()]).toEqual([[], ['a.jpg']]);
  await rm(folder, { recursive: true });
  expect(await look()).toEqual([]);
});

test('folders in it are looked into with --recursive alone', async () => {
  const folder = await room('in/deep.jpg');
  const [flat, deep] = [watching(folder), watching(folder, true)];
  expect([await flat(), await flat()]).toEqual([[], []]);
  expect([await deep(), await deep()]).toEqual([[], ['in/deep.jpg']]);
});
