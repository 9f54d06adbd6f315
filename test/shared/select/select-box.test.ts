import { expect, test } from 'vitest';
import { iou } from '../../../models/metrics/overlap.ts';
import { type Matte, newMatte, newPicture } from '../../../shared/image/picture.ts';
import { selectBox } from '../../../shared/select/select-box.ts';
import { joinMatte, refineSelection } from '../../../shared/select/selection.ts';
import { runToEnd } from '../../../shared/steps.ts';
import { looseBox } from '../../bench/robot.ts';
import { drawThing } from '../../fixtures/things.ts';

test('things that are no people come out of a loose box', { timeout: 60_000 }, async () => {
  const scores: number[] = [];
  for (const index of [2, 4, 5, 7, 8]) {
    const { id, picture, cutout } = await drawThing(index, 400, 300);
    const truth = newMatte(picture.width, picture.height);
    for (let i = 0; i < truth.data.length; i++) truth.data[i] = cutout.data[i * 4 + 3];
    const matte = newMatte(picture.width, picture.height);
    const found = runToEnd(selectBox(picture, looseBox(truth, 0.08)));
    joinMatte(matte, runToEnd(refineSelection(picture, found)), found.part, 'replace');
    scores.push(iou(matte, truth));
    expect(scores.at(-1), id).toBeGreaterThan(0.85);
  }
  expect(scores.reduce((sum, score) => sum + score, 0) / scores.length).toBeGreaterThan(0.95);
});

/** A dark square on a bright ground. */
function square(size: number, at: number, side: number) {
  const picture = newPicture(size, size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const dark = x >= at && x < at + side && y >= at && y < at + side;
      picture.data.set(dark ? [40, 30, 60, 255] : [210, 220, 190, 255], (y * size + x) * 4);
    }
  }
  return picture;
}

const share = ({ data }: Pick<Matte, 'data'>) => data.reduce((sum, value) => sum + value, 0) / 255 / data.length;

test('the whole picture as a box finds what differs from its rim', () => {
  const found = runToEnd(selectBox(square(100, 30, 40), { x: 0, y: 0, width: 100, height: 100 }));
  expect(found.coarse.data.reduce((sum, value) => sum + value, 0) / 10_000).toBeCloseTo(0.16, 2);
});

test('nothing outside the box is chosen, and a box beyond the picture is cut to it', () => {
  const picture = square(100, 60, 40);
  const found = runToEnd(selectBox(picture, { x: 50, y: 50, width: 500, height: 500 }));
  const matte = newMatte(100, 100);
  joinMatte(matte, runToEnd(refineSelection(picture, found)), found.part, 'replace');
  expect(share(matte)).toBeCloseTo(0.16, 2);
});

test('a box that holds nothing of the picture is declined', () => {
  expect(() => runToEnd(selectBox(square(20, 5, 5), { x: 30, y: 30, width: 5, height: 5 }))).toThrow(RangeError);
});

test('one flat colour is chosen as drawn', () => {
  const found = runToEnd(selectBox(square(64, 64, 1), { x: 16, y: 16, width: 32, height: 32 }));
  expect(found.coarse.data.includes(1)).toBe(true);
});
