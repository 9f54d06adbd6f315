import { expect, test } from 'vitest';
import { hostPattern } from '../../../../extension/common/browser/hosts.ts';
import { resultName, shownName } from '../../../../extension/common/words/file-name.ts';

test.for([
  ['https://a.example/people/Ann%20Lee.jpeg?w=900#x', 'Ann Lee-cutout.png'],
  ['https://a.example/', 'picture-cutout.png'],
  ['data:image/png;base64,AAAA/BBBB.png', 'picture-cutout.png'],
  ['blob:https://a.example/0b1c.jpg', 'picture-cutout.png'],
  ['https://a.example/bad%E0%A4%A.png', 'bad%E0%A4%A-cutout.png'],
  ['https://a.example/..%2F..%2Fetc%2Fpasswd', '_.._etc_passwd-cutout.png'],
  ['https://a.example/a%3Ab%7C%E2%80%AEgnp.jpg', 'a_b_gnp-cutout.png'],
  ['https://a.example/image.v2', 'image-cutout.png'],
  ['holiday in Köln.jpeg', 'holiday in Köln-cutout.png'],
  ['.png', 'picture-cutout.png'],
] as const)('%s is saved as %s', ([source, name]) => {
  expect(resultName(source, 'cutout')).toBe(name);
});

test.for([
  ['letters', 'a', {}],
  ['Chinese', '照', {}],
  ['people', '🧍', {}],
  ['flags, each of two code points', '🇰🇷', { extension: 'webp' }],
  ['accents, each of two code points', 'e\u0301', {}],
  ['twice in the pattern', '照', { pattern: '{name} {date} {name}-{output}' }],
] as const)('a long name of %s fits where 255 bytes are the most, whole characters only', ([, character, naming]) => {
  const name = resultName(`${character.repeat(300)}.jpg`, 'matte', naming);
  // Browsers write `name (1).png.crdownload`.
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(240);
  expect(name).toMatch(/-matte\.(png|webp)$/);
  const kept = name.replace(/ .* |-matte\.\w+$/g, '');
  expect(kept.length % character.length).toBe(0);
  expect(kept).toBe(character.repeat(kept.length / character.length));
  expect(Buffer.byteLength(kept)).toBeGreaterThanOrEqual(120);
});

test.for(['.', ' ', '\u202e', '/', '~'])('a name of a million “%s” takes no time', (character) => {
  const started = performance.now();
  expect(resultName(`a${character.repeat(1_000_000)}b.jpg`, 'cutout')).toMatch(/^[ab_.-].*cutout\.png$/);
  expect(performance.now() - started).toBeLessThan(2000);
});

test.for([
  ['../../../etc/passwd', 'passwd-cutout.png'],
  ['..\\..\\boot.jpg', '_.._boot-cutout.png'],
  ['gpj.\u202eexe.jpg', 'gpj._exe-cutout.png'],
  ['https://a.example/%2e%2e%2f%00x.jpg', '_x-cutout.png'],
  ['COM¹.jpg', '_COM¹-cutout.png'],
] as const)('a name made to do harm, %s, is saved as %s', ([source, name]) => {
  expect(resultName(source, 'cutout')).toBe(name);
});

test('a long pattern keeps to what file systems allow', () => {
  expect(
    Buffer.byteLength(resultName('her.jpg', 'matte', { pattern: `{name}${'照'.repeat(94)}` })),
  ).toBeLessThanOrEqual(240);
});

test('a host is asked for whole, whatever the port', () => {
  expect(hostPattern('http://localhost:8123/a/b.jpg?c')).toBe('http://localhost/*');
});

const day = new Date(2026, 2, 7, 23, 59);

test.for([
  ['{date} {name} ({output})', 'a/b/Ann.jpg', '2026-03-07 Ann (cutout).png'],
  ['{output}/{name}', 'Ann.jpg', 'cutout_Ann.png'],
  ['..{name}. ', 'Ann.jpg', 'Ann.png'],
  ['{name}', 'CON.jpg', '_CON.png'],
  ['NUL', 'Ann.jpg', '_NUL.png'],
  ['{name}{name}', '{date}$&.jpg', '{date}$&{date}$&.png'],
  ['fixed', 'Ann.jpg', 'fixed.png'],
  ['{host}/{date} {time} {name}', 'https://www.a.example:81/Ann.jpg', 'a.example_2026-03-07 23-59-00 Ann.png'],
  ['{host}-{name}', 'Ann.jpg', 'Ann.png'],
  ['{name}_{host}', 'Ann.jpg', 'Ann.png'],
  ['{host}', 'data:image/png;base64,AAAA', 'picture.png'],
] as const)('the pattern “%s” names the result of %s “%s”', ([pattern, source, name]) => {
  expect(resultName(source, 'cutout', { pattern, date: day })).toBe(name);
});

const size = { width: 900, height: 1200 };

test.for([
  ['{name}-{width}x{height}', { size }, 'Ann-900x1200.png'],
  ['{n} {name}', { at: { n: 7, of: 12 } }, '07 Ann.png'],
  ['{n}', { at: { n: 12, of: 1000 } }, '0012.png'],
  // What is not known goes with its mark.
  ['{n} {name}_{width}', {}, 'Ann.png'],
  ['{n}', {}, 'picture.png'],
  // What is no part is text.
  ['{nme}{N}{name', {}, '{nme}{N}{name.png'],
  ['../{width}\\..\\{n}', { size, at: { n: 1, of: 1 } }, '_900_.._1.png'],
] as const)('the pattern “%s” with %o names a result %s', ([pattern, known, name]) => {
  expect(resultName('Ann.jpg', 'cutout', { pattern, ...known })).toBe(name);
});

test('a picture named like a part stays as it is', () => {
  expect(resultName('{width}{n}.jpg', 'cutout', { pattern: '{name}-{n}', size, at: { n: 3, of: 3 } })).toBe(
    '{width}{n}-3.png',
  );
});

test('a result of another format has its ending', () => {
  expect(resultName('Ann.jpg', 'sticker', { extension: 'webp' })).toBe('Ann-sticker.webp');
});

test.for([
  ['https://example.com/a/Anna%20at%20sea.jpg?w=900', 'Anna at sea.jpg'],
  ['https://example.com/', 'example.com'],
  ['Note: two/three – a page', 'Note: two/three – a page'],
] as const)('%s is shown as “%s”', ([source, name]) => {
  expect(shownName(source)).toBe(name);
});
