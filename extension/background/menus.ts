import { browser, type Menus } from '../common/browser/browser.ts';
import { menusNameElements } from '../common/browser/chrome.ts';
import { readSettings } from '../common/storage/settings.ts';
import { t, type WordKey } from '../common/words/words.ts';
import { ACTIONS, type Action, ALL_PICTURES } from '../contracts/messages.ts';

const TITLES: Record<Action, WordKey> = {
  'remove-background': 'removeBackground',
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
 * The menu: every action on what the browser knows to be a picture, one where there may be one, one for pages.
 *
 * @param everywhere to Chrome a canvas is neither image nor page, only part of `all`: with it the one is on canvases,
 *   too, and in every other menu.
 */
export const menuItems = (everywhere: boolean): Item[] => [
  ...ACTIONS.map((id) => ({
    id,
    title: TITLES[id],
    contexts: id === 'remove-background' ? anywhere(everywhere) : PICTURES,
  })),
  { id: ALL_PICTURES, title: 'allPictures', contexts: ['page', 'image', 'action'] },
];

let last: Promise<unknown> = Promise.resolve();

/** (Re)creates the menu, as the settings want it; one time after the other. */
export function createMenus(): Promise<void> {
  const created = last.then(async () => {
    const { menuEverywhere } = await readSettings();
    await browser.contextMenus.removeAll();
    for (const { id, title, contexts } of menuItems(menuEverywhere && !menusNameElements()))
      browser.contextMenus.create({ id, title: t(title), contexts });
  });
  last = created.catch(() => {});
  return created;
}
