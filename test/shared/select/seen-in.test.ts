import { expect, test } from 'vitest';
import { newMatte, newPicture } from '../../../shared/image/picture.ts';
import { selectBox } from '../../../shared/select/select-box.ts';
import { runToEnd } from '../../../shared/steps.ts';

const SIDE = 120;
type Rectangle = readonly [left: number, top: number, right: number, bottom: number];
const isIn = ([left, top, right, bottom]: Rectangle, i: number) => {
  const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
  return x >= left && x < right && y >= top && y < bottom;
};
const FIGURE: Rectangle = [40, 30, 80, 90];
const BALL: Rectangle = [52, 50, 68, 66];
const BOX = { x: 36, y: 26, width: 48, height: 68 };

/** A striped figure before stripes of the same colours, with a red ball. */
function scene() {
  const picture = newPicture(SIDE, SIDE);
  for (let i = 0; i < SIDE * SIDE; i++) {
    const bright = (Math.floor((i % SIDE) / 3) + Math.floor(i / SIDE / 3)) % 2 === 0;
    const colour = isIn(BALL, i) ? [200, 30, 30] : bright ? [200, 200, 190] : [60, 60, 70];
    picture.data.set([...colour, 255], i * 4);
  }
  return picture;
}

function matteOf(rectangle: Rectangle) {
  const matte = newMatte(SIDE, SIDE);
  for (let i = 0; i < matte.data.length; i++) if (isIn(rectangle, i)) matte.data[i] = 255;
  return matte;
}

/** Share of a rectangle's cells that are chosen, of a selection over cells of one pixel. */
function chosenOf({ part, coarse }: ReturnType<typeof choose>, rectangle: Rectangle): number {
  let [count, sum] = [0, 0];
  for (let i = 0; i < SIDE * SIDE; i++) {
    if (!isIn(rectangle, i)) continue;
    count++;
    sum += coarse.data[(Math.floor(i / SIDE) - part.y) * part.width + (i % SIDE) - part.x];
  }
  return sum / count;
}
const choose = (box: typeof BOX, people?: ReturnType<typeof matteOf>) => runToEnd(selectBox(scene(), box, people));

test('what a network saw decides where colours don’t', () => {
  const found = choose(BOX, matteOf(FIGURE));
  expect(chosenOf(found, FIGURE)).toBeGreaterThan(0.97);
  expect(chosenOf(found, [36, 26, 40, 94])).toBeLessThan(0.25);
  expect(chosenOf(choose(BOX), FIGURE)).toBeLessThan(0.9);
});

test('a box around something else than the network saw is looked at by its colours alone', () => {
  const box = { x: 49, y: 47, width: 22, height: 22 };
  const [alone, amid] = [choose(box), choose(box, matteOf(FIGURE))];
  expect(amid).toEqual(alone);
  expect(chosenOf(amid, BALL)).toBeGreaterThan(0.85);
  expect(choose(BOX, matteOf([0, 0, 20, 20]))).toEqual(choose(BOX));
});
