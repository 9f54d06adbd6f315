import { expect, test, vi } from 'vitest';
import { ACTIONS } from '../../../extension/contracts/messages.ts';

vi.mock('../../../extension/common/browser/browser.ts', () => ({ browser: {} }));
const { menuItems } = await import('../../../extension/background/menus.ts');

const shownIn = (context: string, everywhere = false, menu: 'one' | 'all' = 'all') =>
  menuItems(menu, everywhere)
    .filter(({ contexts }) => (contexts as string[]).some((each) => each === context || each === 'all'))
    .map(({ id }) => id);

test('one item is alone in each menu of a page, or browsers would put it into a submenu', () => {
  const contexts = ['image', 'video', 'page', 'frame', 'link'];
  for (const context of contexts) expect(shownIn(context, false, 'one')).toEqual(['remove-background']);
  expect(shownIn('action', false, 'one')).toEqual(['all-pictures']);
  expect(shownIn('selection', false, 'one')).toEqual([]);
  expect(shownIn('selection', true, 'one')).toEqual(['remove-background']);
});

test('every action is in the menu of pictures where that is wanted', () => {
  expect(shownIn('image')).toEqual([...ACTIONS, 'all-pictures']);
  expect(shownIn('video')).toEqual(ACTIONS);
});

test('one is where a picture may lie beneath', () => {
  expect(shownIn('page')).toEqual(['remove-background', 'all-pictures']);
  for (const context of ['frame', 'link']) expect(shownIn(context)).toEqual(['remove-background']);
});

test('words, text fields and the toolbar’s button are left alone, unless everything is wanted', () => {
  for (const context of ['selection', 'editable', 'audio']) {
    expect(shownIn(context)).toEqual([]);
    expect(shownIn(context, true)).toEqual(['remove-background']);
  }
  expect(shownIn('action')).toEqual(['all-pictures']);
});
