import { browser } from '../../common/browser/browser.ts';
import { hostPattern } from '../../common/browser/hosts.ts';

/** True when pictures of the host of `url` may be fetched. */
export const hasHost = (url: string): Promise<boolean> => browser.permissions.contains({ origins: [hostPattern(url)] });

/**
 * Asks the person for the host of `url`; the click that led here must be recent. Where the browser wants that click in
 * a page of the extension, the options page opens with the question.
 *
 * @returns whether the host is granted now.
 */
export async function requestHost(url: string): Promise<boolean> {
  const origins = [hostPattern(url)];
  try {
    return await browser.permissions.request({ origins });
  } catch (thrown) {
    // Firefox wants the click even where nothing is left to ask.
    if (await hasHost(url)) return true;
    console.info('The question moves to the options page.', thrown);
    await browser.tabs.create({ url: browser.runtime.getURL(`options/options.html#allow=${encodeURIComponent(url)}`) });
    return false;
  }
}
