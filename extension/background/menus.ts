import { ACTIONS, type Action, ALL_PICTURES } from '../../shared/messages.ts';
import { browser } from '../common/browser.ts';
import { t, type WordKey } from '../common/words.ts';

const TITLES: Record<Action, WordKey> = {
  'remove-background': 'removeBackground',
  'save-cutout': 'saveCutout',
  'save-matte': 'saveMatte',
  'copy-cutout': 'copyCutout',
};

/** (Re)creates the context menu of pictures and pages. */
export async function createMenus(): Promise<void> {
  await browser.contextMenus.removeAll();
  for (const action of ACTIONS) {
    browser.contextMenus.create({ id: action, title: t(TITLES[action]), contexts: ['image'] });
  }
  browser.contextMenus.create({ id: ALL_PICTURES, title: t('allPictures'), contexts: ['page', 'image', 'action'] });
}
