import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { readArguments } from '../../../scripts/cutout/arguments.ts';
import { DEFAULT_QUALITY, OPTIONS, USAGE } from '../../../scripts/cutout/options.ts';

test('the help names every option, and the defaults that hold', () => {
  const wishes = readArguments(['her.jpg'])!;
  for (const name of Object.keys(OPTIONS)) expect(USAGE).toContain(`--${name}`);
  expect(USAGE).toContain(`default: ${wishes.model}`);
  expect(USAGE).toContain(`how good JPEG and WebP are (default: ${DEFAULT_QUALITY})`);
  expect(wishes.jobs).toBe(Math.min(4, availableParallelism()));
  expect(wishes).toMatchObject({ force: false, skipExisting: false, recursive: false, json: false });
});

test.for([
  [['x.jpg', '--quality', '0'], '--quality 0: give a whole number, 1 to 100.'],
  [['x.jpg', '--quality', '8e1'], '--quality 8e1: give a whole number'],
  [['x.jpg', '-j', '0'], '--jobs 0: give a whole number, 1 to 64.'],
  [['x.jpg', '--format', 'gif'], '“gif”: choose png, webp, jpeg.'],
  [['x.jpg', '--force', '--skip-existing'], 'Choose --force or --skip-existing.'],
  [['x.jpg', '--watch', 'in'], '--watch takes its photographs from its folder'],
  [['x.jpg', '--part', 'nose'], 'There is no part “nose”: choose head, hair, skin, clothes.'],
  [['x.jpg', '--everyone'], '--everyone goes with --part.'],
  [['x.jpg', '--shadow', 'long'], 'There is no shadow “long”: choose ground, drop.'],
  [['x.jpg', '--shadow-opacity', '0.5'], '--shadow-opacity goes with --shadow.'],
  [['x.jpg', '--shadow', 'drop', '--shadow-opacity', '2'], '--shadow-opacity 2: give a share, 0 to 1 or 0% to 100%.'],
  [['x.jpg', '--shadow', 'drop', '--shadow-opacity', '101%'], '--shadow-opacity 101%: give a share'],
  [['x.jpg', '--shadow', 'drop', '--shadow-opacity', '10px'], '--shadow-opacity 10px: give a share'],
  [['x.jpg', '--shadow', 'drop', '--shadow-opacity', ''], '--shadow-opacity : give a share'],
  [['x.jpg', '--shadow', 'drop', '--matte', 'm.png'], 'A matte has no --shadow: give -o, too.'],
  [['x.jpg', '--on', 'red', '--matte', 'm.png'], 'A matte has no --on: give -o, too.'],
  [['x.jpg', '--frames', '-j', '2'], 'Frames come one after the other'],
  [['--frames', '--watch', 'in'], '--frames needs all frames at once'],
  [['x.jpg', '--server', 'https://a.test', '--token', 't', '--frames'], '--frames is for pictures that are cut out on'],
  [['x.jpg', '--fast'], '--fast'],
  [['x.jpg', '--token', 't'], '--token goes with --server.'],
  [['x.jpg', '--server', 'nowhere', '--token', 't'], '--server nowhere: this is no address.'],
  [['x.jpg', '--server', 'http://a.test/prefix/x', '--token', 't'], 'give the address alone, http://a.test; '],
  [['-', '--server', 'http://a.test', '--token', 't'], '--server takes files and folders, not the standard input.'],
  [['x.jpg', '--server', 'ftp://a.test', '--token', 't'], 'this is no address.'],
  [
    ['x.jpg', '--server', 'https://a.test', '--token', 't', '--jobs', '2'],
    '--jobs is for pictures that are cut out on',
  ],
  [['x.jpg', '--server', 'https://a.test', '--token', 't', '--on', 'a.jpg'], '--on a.jpg: a server takes a colour'],
  [
    ['x.jpg', '--server', 'https://a.test', '--token', 't', '--model', 'modnet'],
    '--model modnet is not run by a server',
  ],
  [['x.jpg', '--server', 'https://a.test', '--token', 't', '-o', 'a', '--matte', 'b'], 'the cutout or the matte'],
] as const)('%j is declined', ([argv, sentence]) => {
  expect(() => readArguments(argv)).toThrow(sentence);
});

test('a part is one of those that are known, and all of the person by default', () => {
  expect(readArguments(['x.jpg'])).toMatchObject({ part: undefined });
  expect(readArguments(['x.jpg', '--part', 'head'])).toMatchObject({ part: 'head', everyone: false });
  expect(readArguments(['x.jpg', '--part', 'head', '--everyone'])).toMatchObject({ part: 'head', everyone: true });
  expect(readArguments(['x.jpg', '--part', 'hair'])).toMatchObject({ part: 'hair', everyone: true });
});

test('a shadow is dark as it is by default, or as a share or a percentage says', () => {
  expect(readArguments(['x.jpg'])?.shadow).toBeUndefined();
  expect(readArguments(['x.jpg', '--shadow', 'ground'])?.shadow).toEqual({ kind: 'ground', opacity: undefined });
  for (const half of ['0.5', '50%']) {
    const argv = ['x.jpg', '--shadow', 'drop', '--shadow-opacity', half, '--matte', 'm.png', '-o', 'c.png'];
    expect(readArguments(argv)?.shadow).toEqual({ kind: 'drop', opacity: 0.5 });
  }
});

test('quality is a number for files, a word for outlines, or both', () => {
  expect(readArguments(['x.jpg'])).toMatchObject({ quality: undefined, outlines: undefined });
  expect(readArguments(['x.jpg', '--quality', 'fine'])).toMatchObject({ quality: undefined, outlines: 'fine' });
  expect(readArguments(['x.jpg', '--quality', '70', '--quality', 'fast'])).toMatchObject({
    quality: 70,
    outlines: 'fast',
  });
  expect(() => readArguments(['x.jpg', '--quality', 'finest'])).toThrow('--quality finest');
});

test('a server is its origin, with a token', () => {
  const argv = ['x.jpg', '--server', 'https://a.test/', '--token', 't'];
  expect(readArguments(argv)?.server).toEqual({ url: 'https://a.test', token: 't' });
});

test('jpg is jpeg; - is a photograph', () => {
  expect(readArguments(['-', '--format', 'jpg', '--quality', '70', '-j', '3'])).toMatchObject({
    photos: ['-'],
    format: 'jpeg',
    quality: 70,
    jobs: 3,
  });
});

test('frames are cut out one at a time', () => {
  expect(readArguments(['a.jpg', 'b.jpg', '--frames'])).toMatchObject({ frames: true, jobs: 1 });
});

test('a model that is a file is a network of one’s own', () => {
  expect(readArguments(['x.jpg', '--model', './mine.onnx'])).toMatchObject({ own: './mine.onnx', model: 'modnet' });
  expect(readArguments(['x.jpg', '--model', 'lite'])).toMatchObject({ own: undefined, model: 'lite' });
});
