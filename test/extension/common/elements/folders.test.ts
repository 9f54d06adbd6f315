import { expect, test } from 'vitest';
import { mayBePicture, picturesIn, picturesOfFolder } from '../../../../extension/common/elements/folders.ts';

const fileEntry = (fullPath: string, type = ''): FileSystemEntry => {
  const file = new File(['x'], fullPath.slice(fullPath.lastIndexOf('/') + 1), { type });
  return { isDirectory: false, fullPath, file: (found: (file: File) => void) => found(file) } as never;
};
/** A folder that hands its entries out two at a time, as browsers do by the hundred. */
const folder = (...inside: FileSystemEntry[]): FileSystemDirectoryEntry =>
  ({
    isDirectory: true,
    createReader() {
      const left = [...inside];
      return { readEntries: (found: (part: FileSystemEntry[]) => void) => found(left.splice(0, 2)) };
    },
  }) as never;

test('the pictures of a folder and of the folders in it come in the order of their paths', async () => {
  const all = folder(
    fileEntry('/shop/10.jpg'),
    fileEntry('/shop/9.jpg'),
    folder(fileEntry('/shop/a/1.PNG'), fileEntry('/shop/a/list.txt')),
    fileEntry('/shop/.hidden.jpg'),
    fileEntry('/shop/no-ending', 'image/webp'),
  );
  expect((await picturesIn([all])).map(({ name }) => name)).toEqual(['9.jpg', '10.jpg', '1.PNG', 'no-ending']);
});

test('a file and a folder that can’t be read cost none of the other pictures', async () => {
  const refuse = (_: unknown, refused: (why: Error) => void) => refused(new Error('NotReadableError'));
  const closedFile = { isDirectory: false, fullPath: '/shop/1.jpg', file: refuse } as never;
  const closedFolder = { isDirectory: true, createReader: () => ({ readEntries: refuse }) } as never;
  const all = folder(closedFile, closedFolder, fileEntry('/shop/2.jpg'));
  expect((await picturesIn([all, closedFolder])).map(({ name }) => name)).toEqual(['2.jpg']);
});

test('a folder that holds no picture gives none', async () => {
  expect(await picturesIn([folder(fileEntry('/notes/a.txt'), folder())])).toEqual([]);
  expect(picturesOfFolder([new File(['x'], 'a.pdf', { type: 'application/pdf' })])).toEqual([]);
});

test('phones’ formats are pictures where the browser knows no type of them', () => {
  expect(mayBePicture({ name: 'IMG_0001.HEIC', type: '' })).toBe(true);
  expect(mayBePicture({ name: 'png', type: '' })).toBe(false);
});
