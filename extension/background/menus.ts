import { ACTIONS, type Action, ALL_PICTURES } from '../../shared/messages.ts';
import { browser, type Menus } from '../common/browser.ts';
import { menusNameElements } from '../common/chrome.ts';
import { t, type WordKey } from '../common/words.ts';

const TITLES: Record<Action, WordKey> = {
  'remove-background': 'removeBackground',
  'save-cutout': 'saveCutout',
  'save-matte': 'saveMatte',
  'copy-cutout': 'copyCutout',
};

const PICTURES: Menus.ContextType[] = ['image', 'video'];

/** Where a canvas or a CSS background can be clicked. To Chrome a canvas is neither image nor page, only part of `all`. */
const anywhere = (): Menus.ContextType[] => (menusNameElements() ? [...PICTURES, 'page', 'frame', 'link'] : ['all']);

/** (Re)creates the menu: every action on what the browser knows to be a picture, one where there may be one, one for pages. */
export async function createMenus(): Promise<void> {
  await browser.contextMenus.removeAll();
  for (const action of ACTIONS) {
    const contexts = action === 'remove-background' ? anywhere() : PICTURES;
    browser.contextMenus.create({ id: action, title: t(TITLES[action]), contexts });
  }
  browser.contextMenus.create({ id: ALL_PICTURES, title: t('allPictures'), contexts: ['page', 'image', 'action'] });
}
