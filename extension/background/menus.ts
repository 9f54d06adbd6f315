import { browser, type Menus } from '../common/browser/browser.ts';
import { menusNameElements } from '../common/browser/chrome.ts';
import { readSettings } from '../common/storage/settings.ts';
import { t, type WordKey } from '../common/words/words.ts';
import { ACTIONS, type Action, ALL_PICTURES } from '../contracts/messages.ts';
import type { Settings } from '../contracts/settings.ts';

const TITLES: Record<Action, WordKey> = {
  'remove-background': 'removeBackground',
  'cut-out-head': 'cutOutHead',
  'save-cutout': 'saveCutout',
  'save-matte': 'saveMatte',
  'copy-cutout': 'copyCutout',
};

const PICTURES: Menus.ContextType[] = ['image', 'video'];
/** Where a CSS background or a picture beneath something else may lie; not on selected words or in text fields. */
const ELSEWHERE: Menus.ContextType[] = ['page', 'frame', 'link'];

const anywhere = (everywhere: boolean): Menus.ContextType[] => (everywhere ? ['all'] : [...PICTURES, ...ELSEWHERE]);

interface Item {
  readonly id: string;
  readonly title: WordKey;
  readonly contexts: Menus.ContextType[];
}

/**
 * The menus. Browsers put a lone item into the menu itself, and several into a submenu.
 *
 * @param menu `one`: *Remove background* alone; all pictures of a page are in the menu of the toolbar's button. `all`: every action on
 *   what the browser knows to be a picture, one where there may be one, one for pages.
 * @param everywhere to Chrome a canvas is neither image nor page, only part of `all`: with it the one is on canvases,
 *   too, and in every other menu.
 */
export const menuItems = (menu: Settings['menu'], everywhere: boolean): Item[] => [
  ...ACTIONS.filter((id) => menu === 'all' || id === 'remove-background').map((id) => ({
    id,
    title: TITLES[id],
    contexts: id === 'remove-background' ? anywhere(everywhere) : PICTURES,
  })),
  { id: ALL_PICTURES, title: 'allPictures', contexts: menu === 'all' ? ['page', 'image', 'action'] : ['action'] },
];

let last: Promise<unknown> = Promise.resolve();

/** (Re)creates the menu, as the settings want it; one time after the other. */
export function createMenus(): Promise<void> {
  const created = last.then(async () => {
    const { menu, menuEverywhere } = await readSettings();
    await browser.contextMenus.removeAll();
    for (const { id, title, contexts } of menuItems(menu, menuEverywhere && !menusNameElements()))
      browser.contextMenus.create({ id, title: t(title), contexts });
  });
  last = created.catch(() => {});
  return created;
}
