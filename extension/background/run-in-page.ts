import { markClosed, markOpen } from '../common/browser/badge.ts';
import { browser, type Menus, type Tabs } from '../common/browser/browser.ts';
import { hasSpoken } from '../common/storage/language.ts';
import { t } from '../common/words/words.ts';
import { ACTIONS, type PageCommand } from '../contracts/messages.ts';
import { enterFrames } from './enter.ts';

/**
 * Runs a menu item on the clicked picture: in the picture's own frame or, where that frame is another site's and closed
 * to us, in the tab's main frame. A page that no extension may enter is told about on the toolbar button.
 */
export async function runInPage(info: Menus.OnClickData, tab?: Tabs.Tab): Promise<void> {
  const action = ACTIONS.find((id) => id === info.menuItemId);
  if (!action || tab?.id === undefined) return;
  const { targetElementId, frameId: clicked = 0 } = info;
  // A video's address is not that of the frame it shows.
  const srcUrl = info.mediaType === 'video' ? undefined : info.srcUrl;
  const command: PageCommand = { kind: 'page/run', action, ...(srcUrl && { srcUrl }) };
  for (const frameId of new Set([clicked, 0])) {
    const named = frameId === clicked && targetElementId !== undefined;
    if (await runInFrame(tab.id, frameId, named ? { ...command, targetElementId } : command)) {
      return markOpen(tab.id);
    }
  }
  await hasSpoken();
  await markClosed(tab.id, t('closedPage'));
}

async function runInFrame(tabId: number, frameId: number, command: PageCommand): Promise<boolean> {
  if (!(await enterFrames(tabId, [frameId])).includes(frameId)) return false;
  try {
    await browser.tabs.sendMessage(tabId, command, { frameId });
    return true;
  } catch (thrown) {
    console.info(`Frame ${frameId} does not listen.`, thrown);
    return false;
  }
}
