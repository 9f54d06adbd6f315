import { expect, it } from 'vitest';
import type { Tensor } from '../../../shared/image/picture.ts';
import { componentsOf } from '../../../shared/person/components.ts';
import { headsApart } from '../../../shared/person/heads.ts';

/** A plane that is 1 where one of `letters` is drawn. */
const plane = (rows: readonly string[], letters: string): Tensor => ({
  dims: [1, 1, rows.length, rows[0].length],
  data: Float32Array.from(rows.join(''), (letter) => (letters.includes(letter) ? 1 : 0)),
});

/** How many heads are told apart where `h` is hair and `f` face. */
const heads = (...rows: string[]) => {
  const parted = headsApart(plane(rows, 'hf'), plane(rows, 'f'));
  return componentsOf(parted).components.map(({ box }) => [box.x, box.width]);
};

it('parts heads that touch half way between their faces', () => {
  expect(heads('.hhhhhhhhh.', '.hffhhhffh.', '.hffhhhffh.', '.hffhhhffh.')).toEqual([
    [1, 4],
    [6, 4],
  ]);
});

it('leaves one head whole, though hair, glasses or a hand part its face, and ignores specks', () => {
  expect(heads('hhhhhhh', 'hffhffh', 'hffhffh', 'hffhffh', 'hffhffh', 'hffhffh')).toEqual([[0, 7]]);
  expect(heads('hhhhhh', 'hffffh', 'hhhhhh', 'hffffh', 'hffffh')).toEqual([[0, 6]]);
  expect(heads('hhhhhhhhhhhh', 'hffffhhhhhhf', 'hffffhhhhhhh', 'hffffhhhhhhh')).toEqual([[0, 12]]);
});

it('gives what it was given where nothing touches', () => {
  const rows = ['hh..hh', 'fh..hf'];
  const given = plane(rows, 'hf');
  expect([...headsApart(given, plane(rows, 'f')).data]).toEqual([...given.data]);
});
