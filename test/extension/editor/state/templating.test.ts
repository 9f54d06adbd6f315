import { expect, test } from 'vitest';
import type { Swap } from '../../../../extension/editor/matte/history.ts';
import { IDENTITY } from '../../../../extension/editor/pixels/similarity.ts';
import { createSettings } from '../../../../extension/editor/state/settings.ts';
import { createTemplating } from '../../../../extension/editor/state/templating.ts';

/** Settings, the choice, and its steps. */
const start = () => {
  const settings = createSettings();
  const steps: Swap[] = [];
  const choose = createTemplating({ record: (swap) => void steps.push(swap) }, settings);
  const ground = () => {
    const { backdrop, backdropColour } = settings.get();
    return backdrop === 'colour' ? backdropColour : backdrop;
  };
  return { settings, steps, choose, ground };
};

test('a template sets ground, place and size as one step, which can be undone and done again', () => {
  const { settings, steps, choose } = start();
  const placing = { ...IDENTITY, x: 30 };
  settings.set({ placing, backdrop: 'blur', width: 640, margin: 0.2, moved: { x: 4, y: 5 } });
  const before = settings.get();
  choose('meme');
  const after = settings.get();
  expect(after).toMatchObject({ cropping: 'meme', backdrop: 'colour', outlined: true, placing: IDENTITY, margin: 0 });
  expect(after.width).toBeUndefined();
  expect(steps).toHaveLength(1);
  steps[0]();
  expect(settings.get()).toEqual(before);
  steps[0]();
  expect(settings.get()).toEqual(after);
});

test('each country has the ground it wants, and another crop what was there before', () => {
  const { choose, ground } = start();
  choose('us');
  expect(ground()).toEqual([255, 255, 255]);
  choose('gb');
  expect(ground()).toEqual([217, 217, 217]);
  choose('all');
  expect(ground()).toBe('none');
});

test('a sticker has no ground, and another crop what was there before', () => {
  const { settings, choose, ground } = start();
  settings.set({ backdrop: 'blur' });
  choose('sticker');
  expect([ground(), settings.get().outlined]).toEqual(['none', true]);
  choose('all');
  expect([ground(), settings.get().outlined]).toEqual(['blur', false]);
});

test('a ground that was changed since stays', () => {
  const { settings, choose, ground } = start();
  choose('us');
  settings.set({ backdropColour: [200, 200, 200] });
  choose('1:1');
  expect(ground()).toEqual([200, 200, 200]);
});

test('what was there before a template is there again after it was undone and left', () => {
  const { settings, steps, choose, ground } = start();
  settings.set({ backdrop: 'gradient' });
  choose('listing');
  choose('gb');
  steps[1]();
  expect(ground()).toEqual([255, 255, 255]);
  choose('all');
  expect(ground()).toBe('gradient');
});

test('what a template laid before the tab was reloaded goes with the next choice, unless it was changed', () => {
  const reloaded = start();
  const before = start();
  before.choose('meme');
  reloaded.settings.set(structuredClone(before.settings.get()));
  reloaded.choose('all');
  expect(reloaded.settings.get()).toMatchObject({ cropping: 'all', backdrop: 'none', outlined: false });
  reloaded.steps[0]();
  expect(reloaded.settings.get()).toEqual(before.settings.get());
  const changed = start();
  changed.settings.set({ ...structuredClone(before.settings.get()), backdropColour: [1, 2, 3] });
  changed.choose('all');
  expect(changed.ground()).toEqual([1, 2, 3]);
});
