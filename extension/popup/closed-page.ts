import { CLOSED, markOpen } from '../common/browser/badge.ts';
import { browser } from '../common/browser/browser.ts';
import { notice } from '../common/elements/notice.ts';
import { t } from '../common/words/words.ts';

/** Says why the toolbar button wears a “!”: the tab is one that no extension may enter. */
export async function showClosedPage(): Promise<void> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  if (tab?.id === undefined || (await browser.action.getBadgeText({ tabId: tab.id })) !== CLOSED) return;
  notice(t('closedPage'));
  await markOpen(tab.id);
}
