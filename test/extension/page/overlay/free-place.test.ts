import { expect, test } from 'vitest';
import { type Box, freePlace, GAP } from '../../../../extension/page/overlay/free-place.ts';
import { randomInts } from '../../../fixtures/random.ts';

const ROOM = { width: 1000, height: 700 };
const box = (left: number, top: number, width: number, height: number): Box => ({ left, top, width, height });
const apart = (a: Box, b: Box) =>
  a.left >= b.left + b.width || b.left >= a.left + a.width || a.top >= b.top + b.height || b.top >= a.top + a.height;

test('a card stays where it is wanted when nothing is there', () => {
  expect(freePlace(box(100, 100, 300, 40), [box(100, 150, 300, 40)], ROOM)).toMatchObject({ left: 100, top: 100 });
});

test('two that want the same place lie one above the other', () => {
  expect(freePlace(box(100, 100, 300, 40), [box(120, 110, 300, 40)], ROOM)).toEqual({ left: 100, top: 110 - 40 - GAP });
});

test('many cards find places of their own in the window', () => {
  const next = randomInts(7);
  const taken: Box[] = [];
  for (let count = 0; count < 12; count++) {
    const wanted = box(8 + next(600), 8 + next(600), 200 + next(100), 40 + next(20));
    const card = { ...wanted, ...freePlace(wanted, taken, ROOM) };
    for (const other of taken) expect([card, other, apart(card, other)]).toEqual([card, other, true]);
    expect(card.left >= GAP && card.top >= GAP && card.left + card.width <= 992 && card.top + card.height <= 692).toBe(
      true,
    );
    taken.push(card);
  }
});

test('without room for both, it is where it is wanted', () => {
  const wanted = box(8, 8, 984, 400);
  expect(freePlace(wanted, [box(8, 200, 984, 300)], ROOM)).toMatchObject({ left: 8, top: 8 });
});
