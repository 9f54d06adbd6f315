import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { createDistinct, zip } from '../../../../extension/common/files/zip.ts';

test('names that are there already are numbered, whatever their case', () => {
  expect(['a.png', 'b.png', 'A.png', 'a.png', 'a (2).png', 'none', 'none', '.x', '.x'].map(createDistinct())).toEqual([
    'a.png',
    'b.png',
    'A (2).png',
    'a (3).png',
    'a (2) (2).png',
    'none',
    'none (2)',
    '.x',
    '.x (2)',
  ]);
});

test('a ZIP holds every file as it was, and makes each only when its turn comes', async () => {
  const order: string[] = [];
  const entry = (name: string, text: string) => async () => {
    order.push(name);
    return { name, picture: new Blob([text]) };
  };
  const long = '0123456789'.repeat(30_000);
  const { archive, leftOut } = await zip(
    [entry('Köln 人.png', long), entry('b.png', ''), entry('b.png', 'second')],
    (packed) => order.push(`${packed} packed`),
  );
  expect(order).toEqual(['0 packed', 'Köln 人.png', '1 packed', 'b.png', '2 packed', 'b.png']);
  expect(leftOut).toEqual([]);
  expect(archive.type).toBe('application/zip');
  const files = unzipSync(new Uint8Array(await archive.arrayBuffer()));
  expect(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)])).toEqual([
    ['Köln 人.png', long],
    ['b.png', ''],
    ['b (2).png', 'second'],
  ]);
});

const gone = () => Promise.reject(new Error('gone'));

test('a file that can’t be made or read is left out', async () => {
  const entry = (name: string) => async () => ({ name, picture: new Blob([name]) });
  const unreadable = Object.assign(new Blob(['x']), { arrayBuffer: gone, stream: gone });
  const { archive, leftOut } = await zip(
    [entry('a.png'), gone, async () => ({ name: 'b.png', picture: unreadable }), entry('b.png')],
    () => {},
  );
  expect(leftOut).toEqual([1, 2]);
  const files = unzipSync(new Uint8Array(await archive.arrayBuffer()));
  expect(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)])).toEqual([
    ['a.png', 'a.png'],
    ['b.png', 'b.png'],
  ]);
});

test('where no file can be made, it is said why', async () => {
  await expect(zip([gone, gone], () => {})).rejects.toThrow('gone');
});
