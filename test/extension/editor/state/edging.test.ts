import { expect, test } from 'vitest';
import { newPyramid } from '../../../../extension/editor/pixels/pyramid.ts';
import { createDrawing } from '../../../../extension/editor/state/drawing.ts';
import { createEdging, type Edging } from '../../../../extension/editor/state/edging.ts';
import { createSettings } from '../../../../extension/editor/state/settings.ts';
import { type Matte, newMatte, newPicture } from '../../../../shared/image/picture.ts';

const turn = () => new Promise((done) => setImmediate(done));

/** A drawing of 64 × 64 pixels of which nothing is kept, and edges that come when they are told to: everything half. */
async function start() {
  const matte = newMatte(64, 64);
  const opened = { picture: newPyramid(newPicture(64, 64)), cutout: newPyramid(newPicture(64, 64)), matte };
  const asked: ((found: Matte) => void)[] = [];
  const work = ((task: string): Promise<unknown> =>
    new Promise((found) => {
      if (task === 'adjustEdges') asked.push(found);
    })) as Parameters<typeof createEdging>[1];
  const nothing = () => {};
  let edging: Edging | undefined;
  const watch = { onChange: nothing, onSettled: () => edging?.onSettled(), onRecorded: nothing, onError: nothing };
  const drawing = createDrawing(opened, work, watch);
  const settings = createSettings();
  edging = createEdging(drawing, work, settings, nothing);
  await turn();
  const come = async () => {
    asked.shift()!({ ...matte, data: matte.data.slice().fill(128) });
    await turn();
  };
  const alphas = () => [10, 30, 50].map((x) => matte.data[10 * 64 + x]);
  return { drawing, settings, come, alphas };
}
const KEEP = { mode: 'keep', softness: 0 } as const;
const dab = (x: number) => ({ x, y: 10, radius: 4 });

test('edges that come while a stroke is painted leave it alone, and the controls go back to their middle', async () => {
  const { drawing, settings, come, alphas } = await start();
  settings.set({ edgeShift: 0.01 });
  drawing.begin(KEEP, dab(10));
  await come();
  expect(alphas()).toEqual([255, 0, 0]);
  drawing.extend(dab(30));
  drawing.end();
  expect(alphas()).toEqual([255, 255, 0]);
  expect(settings.get().edgeShift).toBe(0);
  drawing.undo();
  expect(alphas()).toEqual([0, 0, 0]);
  expect(drawing.canUndo).toBe(false);
});

test('a stroke that has painted nothing does not keep them away', async () => {
  const { drawing, settings, come, alphas } = await start();
  settings.set({ edgeShift: 0.01 });
  drawing.begin({ ...KEEP, mode: 'remove' }, dab(200));
  await come();
  expect(alphas()).toEqual([128, 128, 128]);
  drawing.end();
  expect(settings.get().edgeShift).toBe(0.01);
  drawing.undo();
  expect(alphas()).toEqual([0, 0, 0]);
});

test('they come as one step where nothing is painted', async () => {
  const { drawing, settings, come, alphas } = await start();
  settings.set({ edgeShift: 0.01 });
  settings.set({ edgeShift: 0.02 });
  await come();
  await come();
  expect(alphas()).toEqual([128, 128, 128]);
  drawing.undo();
  expect(alphas()).toEqual([0, 0, 0]);
  expect(drawing.canUndo).toBe(false);
});
