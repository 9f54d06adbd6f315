import { describe, expect, it } from 'vitest';
import type { Tensor } from '../../../shared/image/picture.ts';
import { CLASSES, classesOf, headsIn, type Part, shareOf, withWorn } from '../../../shared/person/part.ts';

type Class = (typeof CLASSES)[number];
const LETTERS: Readonly<Record<string, Class>> = {
  '.': 'background',
  h: 'hair',
  f: 'face',
  b: 'body',
  c: 'clothes',
  w: 'worn',
};

/** What the network answers for a picture that is drawn with a letter for each pixel. */
function answer(...rows: readonly string[]): Tensor {
  const [height, width] = [rows.length, rows[0].length];
  const data = new Float32Array(CLASSES.length * width * height);
  for (const [i, letter] of [...rows.join('')].entries())
    data[CLASSES.indexOf(LETTERS[letter]) * width * height + i] = 14;
  return classesOf({ dims: [1, CLASSES.length, height, width], data });
}

/** Shares as rows of digits: 0 for none, 9 for all. */
function drawn({ dims, data }: Tensor): string[] {
  const digits = [...data].map((share) => Math.round(share * 9)).join('');
  return Array.from({ length: dims[2] }, (_, y) => digits.slice(y * dims[3], (y + 1) * dims[3]));
}

const PERSON = answer('..wwww..', '..hhhh..', '..hffh..', '..hffh..', '...bb...', '.cccccc.', '.cccccc.', '.cwwcbb.');

describe('the share of a part', () => {
  it('of a head has hair, face and hat, and neither neck nor what is worn below', () => {
    const rows = drawn(shareOf('head', PERSON));
    expect(rows.slice(0, 4).map((row) => row.slice(2, 6))).toEqual(['9999', '9999', '9999', '9999']);
    expect(rows[4].slice(3, 5)).toBe('00');
    expect(rows.slice(5).map((row) => row.slice(1, 7))).toEqual(['000000', '000000', '000000']);
  });

  it('goes on outside of the person with what is nearest, so that loose hair is of the head', () => {
    const rows = drawn(shareOf('head', PERSON));
    expect(rows[1][1]).toBe('9');
    expect(rows[6][0]).toBe('0');
  });

  it.each<[Part, string[]]>([
    ['hair', ['0000', '9999', '9009', '9009']],
    ['skin', ['0000', '0000', '0990', '0990']],
    ['clothes', ['0000', '0000', '0000', '0000']],
  ])('of %s has that alone', (part, head) => {
    const rows = drawn(shareOf(part, PERSON));
    expect(rows.slice(0, 4).map((row) => row.slice(2, 6))).toEqual(head);
    expect(rows[5].slice(1, 7)).toBe(part === 'clothes' ? '999999' : '000000');
    expect(rows[7].slice(5, 7)).toBe(part === 'skin' ? '99' : '00');
  });

  it('of one head leaves out others, and specks', () => {
    const two = answer('hhhh..hh', 'hffh..hh', 'hffh..hh', 'hffhcccc', 'cccccccc', 'cccchccc');
    const rows = drawn(shareOf('head', two, { x: 0, y: 0, width: 5, height: 6 }));
    expect(rows.slice(0, 4).map((row) => row.slice(0, 4))).toEqual(['9999', '9999', '9999', '9999']);
    expect(rows.slice(0, 3).map((row) => row.slice(6))).toEqual(['00', '00', '00']);
    expect(rows[5]).toBe('00000000');
  });

  const VEILED = answer(
    '............',
    '....cccc....',
    '...cccccc...',
    '...cffffc...',
    '...cffffc...',
    '...cffffc...',
    '...cffffc...',
    '..cccccccc..',
    '..cccccccc..',
  );

  it('of a head has its veil, down to the chin', () => {
    const rows = drawn(shareOf('head', VEILED, { x: 4, y: 3, width: 4, height: 4 }));
    expect(rows.slice(1, 3).map((row) => row.slice(4, 8))).toEqual(['9999', '9999']);
    expect(rows[4].slice(3, 9)).toBe('999999');
    expect(rows.slice(7)).toEqual(['000000000000', '000000000000']);
  });

  it('of a head has nothing of the clothes of somebody behind', () => {
    const behind = answer(
      '....bb......',
      'cccccccccc..',
      'cccccccccc..',
      'cccccccccc..',
      'ccchhhhccc..',
      'cccffffccc..',
      'cccffffccc..',
      'cccffffccc..',
      'ccccccccccc.',
    );
    const rows = drawn(shareOf('head', behind, { x: 3, y: 4, width: 4, height: 4 }));
    expect(rows.slice(0, 4).join('')).toMatch(/^0+$/);
    expect(rows[6].slice(0, 10)).toBe('0009999000');
  });

  it('of a head ends a little beyond what the network sees of it', () => {
    const dark = answer(...Array.from({ length: 40 }, (_, y) => (y < 8 ? 'h' : '.').repeat(40)));
    const rows = drawn(shareOf('head', dark));
    expect([rows[9][20], rows[20][20], rows[39][20]]).toEqual(['9', '0', '0']);
  });

  it('is looked for with what is worn: a veil makes the head larger', () => {
    expect(withWorn(VEILED, { x: 4, y: 3, width: 4, height: 4 })).toEqual({ x: 3, y: 1, width: 6, height: 6 });
  });

  it('of nobody is nothing', () => {
    const rows = drawn(shareOf('head', answer('....', '....')));
    expect(rows).toEqual(['0000', '0000']);
  });
});

it('heads are where hair or face is probable', () => {
  expect(drawn(headsIn(answer('.hf.', 'bcw.')))).toEqual(['0990', '0000']);
});
