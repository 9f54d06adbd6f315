import { expect, test } from 'vitest';
import { FITTED, LARGEST, panned, zoomed } from '../../../../extension/batch/large/zooming.ts';

const stage = { width: 800, height: 600 };
const fitted = { width: 400, height: 600 };

test('what is under the pointer stays there while the zoom changes', () => {
  const about = { x: 100, y: -120 };
  const view = zoomed(FITTED, 4, about, fitted, stage);
  const under = (v: typeof view) => [(about.x - v.x) / v.scale, (about.y - v.y) / v.scale];
  expect(under(view)).toEqual(under(FITTED));
});

test('the zoom is between all in sight and the largest; all in sight lies in the middle', () => {
  const near = zoomed(FITTED, 1000, { x: 0, y: 0 }, fitted, stage);
  expect(near.scale).toBe(LARGEST);
  const moved = panned(near, { x: 500, y: 500 }, fitted, stage);
  expect(zoomed(moved, 0.001, { x: 10, y: 10 }, fitted, stage)).toEqual(FITTED);
});

test('a border comes no further in than the stage’s; a side that fits does not move', () => {
  const view = zoomed(FITTED, 1.5, { x: 0, y: 0 }, fitted, stage);
  expect(panned(view, { x: 900, y: 900 }, fitted, stage)).toEqual({ scale: 1.5, x: 0, y: 150 });
  expect(panned(view, { x: -900, y: -900 }, fitted, stage)).toEqual({ scale: 1.5, x: 0, y: -150 });
});
