import { expect, test } from 'vitest';
import { newPyramid } from '../../../../extension/editor/pixels/pyramid.ts';
import { createChoosing } from '../../../../extension/editor/state/choosing.ts';
import { createDrawing } from '../../../../extension/editor/state/drawing.ts';
import { type Matte, newMatte, newPicture } from '../../../../shared/image/picture.ts';

/** More than one tile. */
const SIDE = 160;
const KEEP = { mode: 'keep', softness: 0 } as const;
const REMOVE = { mode: 'remove', softness: 0 } as const;
const dab = (x: number, y: number) => ({ x, y, radius: 2 });

/** The matte of a square of 20 pixels. */
const square = (alpha: number): Matte => {
  const matte = newMatte(20, 20);
  matte.data.fill(alpha);
  return matte;
};
const chosen = (x: number, y: number, alpha: number) => {
  const part = { x, y, width: 20, height: 20 };
  return { matte: square(alpha), selection: { part } };
};

/** What reaches into tiles that no stroke here touches. */
const far = (alpha: number) => {
  const matte = newMatte(SIDE, SIDE);
  matte.data.fill(alpha);
  return { matte, selection: { part: { x: 0, y: 0, width: SIDE, height: SIDE } } };
};

/** Choosing in an empty drawing, with a worker that answers when the test says. */
const start = () => {
  const matte = newMatte(SIDE, SIDE);
  const picture = newPicture(SIDE, SIDE);
  picture.data.fill(255);
  const opened = { picture: newPyramid(picture), cutout: newPyramid(newPicture(SIDE, SIDE)), matte };
  const asked: [name: string, answer: (found: unknown) => void][] = [];
  const work = ((name: string) =>
    new Promise<never>((resolve) => asked.push([name, resolve as (found: unknown) => void]))) as Parameters<
    typeof createDrawing
  >[1];
  const nothing = () => {};
  const onError = (thrown: unknown) => {
    throw thrown;
  };
  const drawing = createDrawing(opened, work, { onChange: nothing, onSettled: nothing, onRecorded: nothing, onError });
  const choosing = createChoosing(drawing, work, { onBox: nothing, onChosen: nothing, onError });
  /** Answers the oldest open call of a task, once it has come. */
  const answer = async (name: string, found: unknown) => {
    await expect.poll(() => asked.some(([each]) => each === name)).toBe(true);
    const [[, resolve]] = asked.splice(
      asked.findIndex(([each]) => each === name),
      1,
    );
    resolve(found);
    await new Promise((resolve) => setTimeout(resolve));
  };
  const alphaAt = (x: number, y: number) => matte.data[y * SIDE + x];
  return { drawing, choosing, answer, alphaAt };
};

test('a smart stroke whose fine matte comes after the next stroke is one step still, beneath that', async () => {
  const { drawing, choosing, answer, alphaAt } = start();
  choosing.begin(KEEP, dab(10, 10));
  choosing.end();
  await answer('selectStroke', chosen(5, 5, 255));
  choosing.begin(REMOVE, dab(50, 50));
  choosing.end();
  await answer('refineSelection', square(200));
  expect(alphaAt(15, 15)).toBe(200);
  await answer('selectStroke', chosen(20, 20, 0));
  const alphas = () => [alphaAt(15, 15), alphaAt(22, 22)];
  expect(alphas()).toEqual([200, 0]);
  drawing.undo();
  expect(alphas()).toEqual([200, 200]);
  drawing.undo();
  expect(alphas()).toEqual([0, 0]);
  expect(drawing.canUndo).toBe(false);
  drawing.redo();
  drawing.redo();
  expect(alphas()).toEqual([200, 0]);
  expect(drawing.canRedo).toBe(false);
});

test('one that comes in the middle of the next stroke neither parts that in two nor undoes what it has painted', async () => {
  const { drawing, choosing, answer, alphaAt } = start();
  choosing.begin(KEEP, dab(10, 10));
  choosing.end();
  await answer('selectStroke', chosen(5, 5, 255));
  drawing.begin(REMOVE, dab(20, 20));
  await answer('refineSelection', square(200));
  drawing.extend(dab(20, 10));
  drawing.end();
  const alphas = () => [alphaAt(15, 15), alphaAt(20, 20), alphaAt(20, 10)];
  expect(alphas()).toEqual([200, 0, 0]);
  drawing.undo();
  expect(alphas()).toEqual([200, 200, 200]);
  drawing.undo();
  expect(alphas()).toEqual([0, 0, 0]);
  expect(drawing.canUndo).toBe(false);
});

test('one that comes while the next stroke is undone is there when that is done again', async () => {
  const { drawing, choosing, answer, alphaAt } = start();
  choosing.begin(KEEP, dab(10, 10));
  choosing.end();
  await answer('selectStroke', chosen(5, 5, 255));
  drawing.begin(REMOVE, dab(20, 20));
  drawing.end();
  drawing.undo();
  await answer('refineSelection', square(200));
  drawing.redo();
  expect([alphaAt(15, 15), alphaAt(20, 20)]).toEqual([200, 0]);
});

test('the rim of a brush stroke that came before what was chosen leaves no ring in that', async () => {
  const { drawing, choosing, answer, alphaAt } = start();
  choosing.begin(KEEP, dab(10, 10));
  choosing.end();
  drawing.begin({ mode: 'keep', softness: 1 }, dab(20, 20));
  drawing.end();
  expect(alphaAt(21, 20)).toBeLessThan(255);
  expect(alphaAt(21, 20)).toBeGreaterThan(0);
  await answer('selectStroke', chosen(5, 5, 255));
  expect(alphaAt(21, 20)).toBe(255);
});

test('what comes after *Reset* stays beneath that, wherever the stroke had painted', async () => {
  const { drawing, choosing, answer, alphaAt } = start();
  choosing.begin(KEEP, dab(10, 10));
  choosing.end();
  drawing.reset();
  await answer('selectStroke', far(255));
  await answer('refineSelection', far(200).matte);
  const alphas = () => [alphaAt(10, 10), alphaAt(15, 15), alphaAt(15, 145)];
  expect(alphas()).toEqual([0, 0, 0]);
  drawing.undo();
  expect(alphas()).toEqual([200, 200, 200]);
  drawing.redo();
  expect(alphas()).toEqual([0, 0, 0]);
  drawing.undo();
  drawing.undo();
  expect(alphas()).toEqual([0, 0, 0]);
  expect(drawing.canUndo).toBe(false);
});

test('so it does while *Reset* is undone, and beneath strokes that come after it', async () => {
  const { drawing, choosing, answer, alphaAt } = start();
  choosing.begin(KEEP, dab(10, 10));
  choosing.end();
  drawing.reset();
  drawing.begin(KEEP, dab(40, 40));
  drawing.end();
  drawing.undo();
  drawing.undo();
  await answer('selectStroke', far(255));
  const alphas = () => [alphaAt(15, 15), alphaAt(15, 145), alphaAt(40, 40)];
  expect(alphas()).toEqual([255, 255, 255]);
  drawing.redo();
  expect(alphas()).toEqual([0, 0, 0]);
  drawing.redo();
  expect(alphas()).toEqual([0, 0, 255]);
  await answer('refineSelection', far(200).matte);
  expect(alphas()).toEqual([0, 0, 255]);
  for (let step = 0; step < 2; step++) drawing.undo();
  expect(alphas()).toEqual([200, 200, 200]);
});

test('edges that were moved meanwhile leave the chosen thing there', async () => {
  const { drawing, choosing, answer, alphaAt } = start();
  choosing.begin(KEEP, dab(10, 10));
  choosing.end();
  const moved = { ...drawing.matte, data: drawing.matte.data.slice() };
  moved.data[0] = 100;
  drawing.adjust(moved);
  await answer('selectStroke', chosen(5, 5, 255));
  expect([alphaAt(0, 0), alphaAt(15, 15)]).toEqual([100, 255]);
});
