import { expect, test } from 'vitest';
import {
  angleOf,
  applied,
  boundsOf,
  IDENTITY,
  inverse,
  isIdentity,
  moved,
  scaleOf,
  turned,
} from '../../../../extension/editor/pixels/similarity.ts';

test('what is turned about a point leaves that point where it is, and is led back by its inverse', () => {
  const pivot = { x: 30, y: 20 };
  const once = turned(moved(IDENTITY, { x: 5, y: -3 }), pivot, 2, 90);
  expect(scaleOf(once)).toBeCloseTo(2);
  expect(angleOf(once)).toBeCloseTo(90);
  const kept = applied(once, { x: 25, y: 23 });
  expect(kept.x).toBeCloseTo(30);
  expect(kept.y).toBeCloseTo(20);
  const back = applied(inverse(once), applied(once, { x: 7, y: 11 }));
  expect(back.x).toBeCloseTo(7);
  expect(back.y).toBeCloseTo(11);
  expect(isIdentity(IDENTITY)).toBe(true);
  expect(isIdentity(once)).toBe(false);
});

test('bounds hold all corners', () => {
  const { x, y, width, height } = boundsOf(turned(IDENTITY, { x: 0, y: 0 }, 1, 90), {
    x: 0,
    y: 0,
    width: 4,
    height: 2,
  });
  expect([x, y, width, height].map((value) => Math.round(value) + 0)).toEqual([-2, 0, 2, 4]);
});
