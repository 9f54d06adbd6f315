import { appendFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { type Arrived, arrivals } from '../../../scripts/cutout/watch.ts';
import { room } from './room.ts';

/** Looks at a folder once more, and answers the paths in it of what is given. */
function watching(folder: string, recursive = false) {
  const looks = arrivals(folder, recursive, async () => {});
  return async (): Promise<string[]> => {
    const { inputs } = (await looks.next()).value as Arrived;
    return inputs.map(({ path }) => relative(folder, path));
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

test('what comes first into an empty folder was not there before', async () => {
  const looks = async (folder: string) => {
    const [wereThere, look] = [[] as boolean[], arrivals(folder, false, async () => {})];
    return async () => {
      const { inputs, wereThere: each } = (await look.next()).value as Arrived;
      if (inputs.length > 0) wereThere.push(each);
      return wereThere;
    };
  };
  const [empty, full] = [await room(), await room('there.jpg')];
  const [ofEmpty, ofFull] = [await looks(empty), await looks(full)];
  for (const look of [ofEmpty, ofEmpty, ofFull, ofFull]) await look();
  for (const folder of [empty, full]) await writeFile(join(folder, 'new.jpg'), 'new');
  for (const look of [ofEmpty, ofFull]) await look();
  expect([await ofEmpty(), await ofFull()]).toEqual([[false], [true, false]]);
});
