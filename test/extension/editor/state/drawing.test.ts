import { expect, test } from 'vitest';
import { newPyramid } from '../../../../extension/editor/pixels/pyramid.ts';
import { createDrawing } from '../../../../extension/editor/state/drawing.ts';
import type { Worked } from '../../../../extension/editor/work/work-client.ts';
import { newMatte, newPicture } from '../../../../shared/image/picture.ts';

/** A drawing of 64 × 64 pixels of which half is kept, whose colours nobody estimates. */
const start = () => {
  const matte = newMatte(64, 64);
  matte.data.fill(255, 0, 32 * 64);
  const picture = newPicture(64, 64);
  picture.data.fill(255);
  const opened = { picture: newPyramid(picture), cutout: newPyramid(newPicture(64, 64)), matte };
  const work = (() => new Promise(() => {})) as Worked;
  const nothing = () => {};
  const watch = { onChange: nothing, onSettled: nothing, onRecorded: nothing, onError: nothing };
  const alphaAt = (x: number, y: number) => matte.data[y * 64 + x];
  return { matte, alphaAt, original: matte.data.slice(), drawing: createDrawing(opened, work, watch) };
};
const REMOVE = { mode: 'remove', softness: 0 } as const;
const dab = (x: number, y: number) => ({ x, y, radius: 4 });

test('a matte that comes in the middle of a stroke is a step of its own, and the stroke goes on after it', () => {
  const { matte, alphaAt, original, drawing } = start();
  drawing.begin(REMOVE, dab(10, 10));
  const left = { ...matte, data: matte.data.map((alpha, i) => (i % 64 < 32 ? alpha : 0)) };
  drawing.replace(left);
  drawing.extend(dab(10, 25));
  drawing.end();
  const alphas = () => [alphaAt(10, 10), alphaAt(10, 25), alphaAt(50, 10)];
  expect(alphas()).toEqual([0, 0, 0]);
  drawing.undo();
  expect(alphas()).toEqual([0, 255, 0]);
  drawing.undo();
  expect(alphas()).toEqual([0, 255, 255]);
  drawing.undo();
  expect(matte.data).toEqual(original);
  expect(drawing.canUndo).toBe(false);
  for (let step = 0; step < 3; step++) drawing.redo();
  expect(alphas()).toEqual([0, 0, 0]);
});

test('a thing that is chosen meanwhile is one, too', () => {
  const { matte, alphaAt, original, drawing } = start();
  drawing.begin(REMOVE, dab(10, 10));
  const found = newMatte(8, 8);
  found.data.fill(255);
  drawing.join(found, { x: 40, y: 40, width: 8, height: 8 }, 'keep');
  drawing.extend(dab(10, 25));
  drawing.end();
  drawing.undo();
  expect([alphaAt(10, 10), alphaAt(10, 25), alphaAt(44, 44)]).toEqual([0, 255, 255]);
  drawing.undo();
  drawing.undo();
  expect(matte.data).toEqual(original);
});

test('undo in the middle of a stroke takes back what it has painted, and then what was before', () => {
  const { matte, alphaAt, original, drawing } = start();
  drawing.begin(REMOVE, dab(30, 10));
  drawing.end();
  drawing.begin(REMOVE, dab(10, 10));
  drawing.undo();
  expect([alphaAt(10, 10), alphaAt(30, 10)]).toEqual([255, 0]);
  drawing.extend(dab(10, 25));
  drawing.end();
  drawing.undo();
  drawing.undo();
  expect(matte.data).toEqual(original);
});
