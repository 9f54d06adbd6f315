import { expect, test } from 'vitest';
import { originalOf, pictureFile, sameFile } from '../../../../extension/page/find/picture-address.ts';

test('a link counts where its path ends like a picture’s file, and not a page about one', () => {
  for (const url of ['https://a.example/b.JPG', 'https://a.example/b.webp?v=2', 'https://a.example/b%20c.png'])
    expect(pictureFile(url)).toBe(url);
  for (const url of [
    'https://a.example/b',
    'https://a.example/?u=b.jpg',
    'https://w.example/wiki/File:B.jpg',
    undefined,
  ])
    expect(pictureFile(url)).toBeUndefined();
});

test('a file is the same in another size where host and name are, but for what tells sizes apart', () => {
  const at = (name: string) => `https://a.example/${name}`;
  expect(sameFile(at('2024/me-300x200.jpg'), at('2024/me.jpg'))).toBe(true);
  expect(sameFile(at('me_thumb@2x.jpg'), at('me-scaled.webp'))).toBe(true);
  expect(sameFile(at('me.jpg?w=200'), at('me.jpg'))).toBe(true);
  expect(sameFile(at('me.jpg'), at('logo.jpg'))).toBe(false);
  expect(sameFile(at('me.jpg'), 'https://b.example/me.jpg')).toBe(false);
  expect(sameFile(at(''), at(''))).toBe(false);
});

test('a name of hundreds of sizes is read as fast as any', () => {
  const address = `https://a.example/me${'-1x'.repeat(300)}!.jpg`;
  expect(sameFile(address, address)).toBe(true);
  expect(sameFile('https://a.example/me-2x.jpg', 'https://a.example/me.jpg')).toBe(true);
});

test('the file of a MediaWiki thumbnail is known where the page links to its page, and nowhere else', () => {
  const thumbnail = 'https://up.example/commons/thumb/a/ab/Marie_Curie_%281%29.jpg/220px-Marie_Curie_%281%29.jpg';
  expect(originalOf(thumbnail, 'https://w.example/wiki/Datei:Marie_Curie_(1).jpg')).toBe(
    'https://up.example/commons/a/ab/Marie_Curie_%281%29.jpg',
  );
  expect(originalOf(thumbnail, 'https://w.example/wiki/File:Another.jpg')).toBeUndefined();
  expect(originalOf(thumbnail, undefined)).toBeUndefined();
  expect(originalOf('https://up.example/a/ab/B.jpg', 'https://w.example/wiki/File:B.jpg')).toBeUndefined();
});
