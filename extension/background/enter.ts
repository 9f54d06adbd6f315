import { browser } from '../common/browser/browser.ts';
import { type PageCommand, pointsSchema } from '../contracts/messages.ts';

const PAGE_SCRIPT = 'page/main.js';

/**
 * Puts the page script into frames of a tab.
 *
 * @returns the frames it is in now, the main one (0) first: other sites' frames may be closed to the extension.
 */
export async function enterFrames(tabId: number, frames: readonly number[] | 'all'): Promise<number[]> {
  const target = frames === 'all' ? { tabId, allFrames: true } : { tabId, frameIds: [...frames] };
  try {
    const results = await browser.scripting.executeScript({ target, files: [PAGE_SCRIPT] });
    return results.map(({ frameId }) => frameId).sort((a, b) => a - b);
  } catch (thrown) {
    if (await isInside(tabId)) return [0];
    console.info(`Tab ${tabId} can't be entered.`, thrown);
    return [];
  }
}

/** True for the extension's own page that brings the script. */
async function isInside(tabId: number): Promise<boolean> {
  const rank: PageCommand = { kind: 'page/rank' };
  const points = await browser.tabs.sendMessage(tabId, rank, { frameId: 0 }).catch(() => undefined);
  return pointsSchema.safeParse(points).success;
}
