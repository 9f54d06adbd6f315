import { expect, test } from 'vitest';
import { type Matte, newMatte, newPicture } from '../../../shared/image/picture.ts';
import { selectStroke } from '../../../shared/select/select-stroke.ts';
import { joinMatte, refineSelection } from '../../../shared/select/selection.ts';
import type { SmartStroke } from '../../../shared/select/stroke-cells.ts';
import { runToEnd } from '../../../shared/steps.ts';

const SIZE = 240;
type Rectangle = readonly [left: number, top: number, right: number, bottom: number];
const BODY: Rectangle = [90, 60, 150, 240];
const SLEEVE: Rectangle = [150, 80, 200, 200];
/** Of the sleeve's colour, but apart from it. */
const CURTAIN: Rectangle = [0, 0, 30, 240];

const isIn = ([left, top, right, bottom]: Rectangle, x: number, y: number) =>
  x >= left && x < right && y >= top && y < bottom;

/** Somebody in a blue shirt with a red sleeve before a grainy wall, beside a red curtain. */
function scene() {
  const picture = newPicture(SIZE, SIZE);
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      const grain = ((x * 7919 + y * 104729) % 23) - 11;
      const colour = isIn(BODY, x, y)
        ? [40, 60, 150]
        : isIn(SLEEVE, x, y) || isIn(CURTAIN, x, y)
          ? [170, 50, 50]
          : [150, 150, 130];
      picture.data.set([...colour.map((value) => value + grain), 255], (y * SIZE + x) * 4);
    }
  }
  return picture;
}

const covering = (...rectangles: Rectangle[]): Matte => {
  const matte = newMatte(SIZE, SIZE);
  for (let i = 0; i < matte.data.length; i++) {
    if (rectangles.some((each) => isIn(each, i % SIZE, Math.floor(i / SIZE)))) matte.data[i] = 255;
  }
  return matte;
};

/** How much of a rectangle is at least half there. */
const shareOf = ({ data }: Matte, rectangle: Rectangle): number => {
  const values = [...data].filter((_, i) => isIn(rectangle, i % SIZE, Math.floor(i / SIZE)));
  return values.filter((value) => value > 127).length / values.length;
};

function after(matte: Matte, stroke: SmartStroke): Matte {
  const picture = scene();
  const found = runToEnd(selectStroke(picture, matte, stroke))!;
  joinMatte(matte, runToEnd(refineSelection(picture, found)), found.part, stroke.mode);
  return matte;
}

const SHORT = [
  { x: 170, y: 120, radius: 4 },
  { x: 175, y: 150, radius: 4 },
];

test('one short stroke brings a lost sleeve up to its edges, and nothing else of its colour', () => {
  const matte = after(covering(BODY), { mode: 'keep', points: SHORT });
  expect(shareOf(matte, SLEEVE)).toBeGreaterThan(0.97);
  expect(shareOf(matte, BODY)).toBe(1);
  expect(shareOf(matte, CURTAIN)).toBe(0);
  expect(shareOf(matte, [205, 0, 240, 240])).toBeLessThan(0.01);
});

test('one short stroke takes a sleeve away, and leaves the body', () => {
  const matte = after(covering(BODY, SLEEVE), { mode: 'remove', points: SHORT });
  expect(shareOf(matte, SLEEVE)).toBeLessThan(0.05);
  expect(shareOf(matte, BODY)).toBeGreaterThan(0.97);
});

test('a stroke alone chooses a thing where nothing is chosen', () => {
  const matte = after(covering(), { mode: 'keep', points: SHORT });
  expect(shareOf(matte, SLEEVE)).toBeGreaterThan(0.97);
  expect(shareOf(matte, [205, 0, 240, 240])).toBeLessThan(0.01);
});

test('a stroke that keeps never takes away, one that removes never adds', () => {
  for (const mode of ['keep', 'remove'] as const) {
    const before = covering(BODY);
    before.data.fill(128, 0, 5000);
    const was = before.data.slice();
    const { data } = after(before, { mode, points: [{ x: 120, y: 150, radius: 5 }, ...SHORT] });
    expect(data.every((value, i) => (mode === 'keep' ? value >= was[i] : value <= was[i]))).toBe(true);
  }
});

test('what is under a stroke comes to its side, whatever it looks like', () => {
  const matte = after(covering(BODY), { mode: 'keep', points: [{ x: 60, y: 30, radius: 5 }] });
  expect(shareOf(matte, [58, 28, 62, 32])).toBe(1);
});

test('a stroke beyond the picture changes nothing', () => {
  const stroke: SmartStroke = { mode: 'keep', points: [{ x: -50, y: 10, radius: 5 }] };
  expect(runToEnd(selectStroke(scene(), covering(BODY), stroke))).toBeUndefined();
});
