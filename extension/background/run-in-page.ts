import { ACTIONS, type Action, type PageCommand } from '../../shared/messages.ts';
import { browser, type Menus, type Tabs } from '../common/browser.ts';
import { t } from '../common/words.ts';

const PAGE_SCRIPT = 'page/main.js';

/**
 * Runs a menu item on the clicked picture: in the picture's own frame or, where that frame is another site's and closed
 * to us, in the tab's main frame. A page that no extension may enter is told about on the toolbar button.
 */
export async function runInPage(info: Menus.OnClickData, tab?: Tabs.Tab): Promise<void> {
  const action = ACTIONS.find((id) => id === info.menuItemId);
  if (!action || !info.srcUrl || tab?.id === undefined) return;
  const frames = new Set([info.frameId ?? 0, 0]);
  for (const frameId of frames) {
    if (await runInFrame(tab.id, frameId, action, info.srcUrl)) {
      await browser.action.setBadgeText({ tabId: tab.id, text: '' });
      return;
    }
  }
  await browser.action.setBadgeText({ tabId: tab.id, text: '!' });
  await browser.action.setTitle({ tabId: tab.id, title: t('closedPage') });
}

async function runInFrame(tabId: number, frameId: number, action: Action, srcUrl: string): Promise<boolean> {
  try {
    await browser.scripting.executeScript({ target: { tabId, frameIds: [frameId] }, files: [PAGE_SCRIPT] });
    const command: PageCommand = { kind: 'page/run', action, srcUrl };
    await browser.tabs.sendMessage(tabId, command, { frameId });
    return true;
  } catch (thrown) {
    console.info(`Frame ${frameId} can't be entered.`, thrown);
    return false;
  }
}
