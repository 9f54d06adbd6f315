import * as z from 'zod/mini';
import { browser } from '../common/browser/browser.ts';
import { hostPattern } from '../common/browser/hosts.ts';
import { byId } from '../common/elements/dom.ts';
import { hostOf } from '../common/requests/fetch-picture.ts';
import { t } from '../common/words/words.ts';
import type { PageCommand } from '../contracts/messages.ts';

const number = z.pipe(z.string().check(z.regex(/^\d{1,15}$/)), z.transform(Number));
/** The picture whose host is asked for, and the frame that waits for the answer. */
const question = z.object({
  allow: z.url({ protocol: /^https?$/ }),
  tab: z.optional(number),
  frame: z.optional(number),
});

/**
 * The question of `options.html#allow=<picture URL>&tab=…&frame=…`: for browsers that want the click in a page of the
 * extension. After a yes the page that waits goes on by itself, and this one closes.
 */
export function askForHost(): void {
  const asked = question.safeParse(Object.fromEntries(new URLSearchParams(location.hash.slice(1))));
  if (!asked.success) return;
  const { allow: url, tab, frame = 0 } = asked.data;
  const host = hostOf(url);
  const allow = byId<HTMLButtonElement>('allow');
  byId('question-text').textContent = t('permissionNeeded', host);
  allow.textContent = t('allowHost', host);
  byId('question').hidden = false;
  allow.focus();
  allow.onclick = async () => {
    const granted = await browser.permissions.request({ origins: [hostPattern(url)] });
    if (granted && tab !== undefined && (await goOn(url, tab, frame))) return;
    byId('question-text').textContent = t(granted ? 'allowed' : 'permissionRefused', host);
    allow.hidden = granted;
  };
}

/** Has the page go on, and comes back to it; false when it is gone. */
async function goOn(url: string, tabId: number, frameId: number): Promise<boolean> {
  try {
    await browser.tabs.sendMessage(tabId, { kind: 'page/allowed', url } satisfies PageCommand, { frameId });
  } catch {
    return false;
  }
  const { windowId } = await browser.tabs.update(tabId, { active: true });
  if (windowId !== undefined) await browser.windows.update(windowId, { focused: true });
  const own = await browser.tabs.getCurrent();
  if (own?.id !== undefined) await browser.tabs.remove(own.id);
  return true;
}
