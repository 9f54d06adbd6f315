import { browser } from './browser.ts';

/** What the toolbar button shows over a page that keeps extensions out. */
export const CLOSED = '!';

/** Shows on the toolbar button how many pictures are being cut out. */
export const showRunningJobs = (count: number): Promise<void> =>
  browser.action.setBadgeText({ text: count > 0 ? String(count) : '' });

/** Says on the toolbar button, in `words` too, that the browser keeps extensions out of a page. */
export async function markClosed(tabId: number, words: string): Promise<void> {
  await browser.action.setBadgeText({ tabId, text: CLOSED });
  await browser.action.setTitle({ tabId, title: words });
}

/** Takes the mark of `markClosed` off a tab: what its button shows is what every tab's shows. */
export const markOpen = (tabId: number): Promise<void> => browser.action.setBadgeText({ tabId, text: null });
