import { browser } from '../browser/browser.ts';
import { h } from '../elements/element.ts';
import { t } from '../words/words.ts';
import { shortcutLine } from './shortcuts.ts';

const CHROME_PAGE = 'chrome://extensions/shortcuts';

/** What a keyboard does in web pages, as it is set in the browser; none where there is no keyboard to ask for. */
export async function commandLines(): Promise<HTMLLIElement[]> {
  const commands = (await browser.commands?.getAll()) ?? [];
  return commands.flatMap(({ description, shortcut }) => {
    if (!description) return [];
    return [
      shortcut
        ? shortcutLine(description, [shortcut])
        : h('li', {}, h('span', {}, description), h('span', {}, t('noShortcut'))),
    ];
  });
}

/** Has a button lead to where the browser lets the shortcuts be changed, or say in `said` where that is. */
export function leadToCommands(button: HTMLElement, said: HTMLElement): void {
  button.onclick = async () => {
    try {
      await openCommands();
    } catch {
      said.textContent = t('shortcutsByHand');
    }
  };
}

/** Firefox has a call for it, Chrome a page. */
async function openCommands(): Promise<void> {
  const commands = browser.commands as { openShortcutSettings?: () => Promise<void> };
  if (commands.openShortcutSettings) await commands.openShortcutSettings();
  else await browser.tabs.create({ url: CHROME_PAGE });
}
