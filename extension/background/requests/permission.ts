import { browser, type Runtime } from '../../common/browser/browser.ts';
import { asksInOwnPages } from '../../common/browser/chrome.ts';
import { ALL_HOSTS, hostPattern, patternsFor } from '../../common/browser/hosts.ts';

/** The host of `url`, or all. */
interface Asked {
  readonly url: string;
  readonly everywhere?: true;
}

/** True when pictures of the host of `url` may be fetched. */
export const hasHost = (url: string): Promise<boolean> => browser.permissions.contains({ origins: [hostPattern(url)] });

/** True when pictures of every host may be fetched. */
export const hasEveryHost = (): Promise<boolean> => browser.permissions.contains({ origins: ALL_HOSTS });

/**
 * Asks the person for the host of `url`, or for all; the click that led here must be recent. Where the browser wants that
 * click in a page of the extension, the options page opens with the question, and tells the asking frame of a yes.
 *
 * @returns whether the host is granted now, or is asked for `elsewhere`.
 */
export async function requestHost(
  asked: Asked,
  sender: Runtime.MessageSender,
): Promise<{ granted: boolean; elsewhere?: true }> {
  const { url, everywhere } = asked;
  try {
    return { granted: await browser.permissions.request({ origins: patternsFor(url, everywhere) }) };
  } catch (thrown) {
    // Firefox wants the click even where nothing is left to ask.
    if (await browser.permissions.contains({ origins: patternsFor(url, everywhere) })) return { granted: true };
    console.info('The question moves to the options page.', thrown);
    await openQuestion(asked, sender);
    return { granted: false, elsewhere: true };
  }
}

/** Opens the options page with the question at once, where the answer's click must be in it; says whether it did. */
export async function questionElsewhere(asked: Asked, sender: Runtime.MessageSender): Promise<boolean> {
  if (!asksInOwnPages()) return false;
  await openQuestion(asked, sender);
  return true;
}

/** The tab's address is no more than the question: the browser's history may keep it, also of a private window's picture. */
async function openQuestion({ url, everywhere }: Asked, { tab, frameId = 0 }: Runtime.MessageSender): Promise<void> {
  const query = new URLSearchParams({
    allow: `${new URL(url).origin}/`,
    ...(everywhere && { everywhere: '' }),
    ...(tab?.id !== undefined && { tab: `${tab.id}`, frame: `${frameId}` }),
  });
  await browser.tabs.create({ url: browser.runtime.getURL(`options/options.html#${query}`) });
}
