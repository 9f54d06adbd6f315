import { browser } from '../common/browser/browser.ts';
import { byId } from '../common/elements/dom.ts';
import { h } from '../common/elements/element.ts';
import { t } from '../common/words/words.ts';

const CHROME_PAGE = 'chrome://extensions/shortcuts';

/** Lists the keyboard shortcuts, and leads to where the browser lets them be changed. */
export async function showShortcuts(): Promise<void> {
  const commands = (await browser.commands?.getAll()) ?? [];
  const described = commands.filter(({ description }) => description);
  byId('shortcuts-section').hidden = described.length === 0;
  byId('shortcuts').replaceChildren(
    ...described.map(({ description = '', shortcut }) =>
      h('li', {}, h('span', {}, description), shortcut ? h('kbd', {}, shortcut) : h('span', {}, t('noShortcut'))),
    ),
  );
  byId('change-shortcuts').onclick = async () => {
    try {
      await openShortcuts();
    } catch {
      byId('shortcuts-said').textContent = t('shortcutsByHand');
    }
  };
}

/** Firefox has a call for it, Chrome a page. */
async function openShortcuts(): Promise<void> {
  const commands = browser.commands as { openShortcutSettings?: () => Promise<void> };
  if (commands.openShortcutSettings) await commands.openShortcutSettings();
  else await browser.tabs.create({ url: CHROME_PAGE });
}
