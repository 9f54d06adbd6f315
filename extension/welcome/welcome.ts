import { browser } from '../common/browser/browser.ts';
import { isPinned, menusNameElements } from '../common/browser/chrome.ts';
import { byId } from '../common/elements/dom.ts';
import { commandLines, leadToCommands } from '../common/shortcuts/commands.ts';
import { BATCH_SHORTCUTS, CARD_SHORTCUTS, EDITOR_SHORTCUTS, shortcutLines } from '../common/shortcuts/shortcuts.ts';
import { speak } from '../common/storage/language.ts';
import { followTheme } from '../common/storage/theme.ts';
import { localise, t } from '../common/words/words.ts';
import { offerAllSites } from './permission.ts';
import { showSample } from './sample.ts';

async function showPin(): Promise<void> {
  const way = menusNameElements() ? 'pinFirefox' : 'pinChrome';
  byId('pin').textContent = t((await isPinned()) ? 'pinned' : way);
}

async function showKeys(): Promise<void> {
  byId('page-keys').replaceChildren(...(await commandLines()), ...shortcutLines(CARD_SHORTCUTS));
  byId('editor-keys').replaceChildren(...shortcutLines(EDITOR_SHORTCUTS));
  byId('batch-keys').replaceChildren(...shortcutLines(BATCH_SHORTCUTS));
  leadToCommands(byId('change-shortcuts'), byId('shortcuts-said'));
}

function showTitle(): void {
  const title = t(location.hash === '#help' ? 'helpTitle' : 'welcomeTitle');
  byId('title').textContent = document.title = title;
}

await Promise.all([speak(), followTheme()]);
localise(document);
showTitle();
byId('options').onclick = () => void browser.runtime.openOptionsPage();
addEventListener('hashchange', showTitle);
// Whoever changes the toolbar, or the shortcuts, comes back here.
addEventListener('focus', () => void Promise.all([showPin(), showKeys()]));
void Promise.all([showPin(), showKeys(), showSample(), offerAllSites()]);
