import * as z from 'zod/mini';
import { browser } from '../common/browser/browser.ts';
import { byHttps, hostPattern, patternsFor } from '../common/browser/hosts.ts';
import { byId } from '../common/elements/dom.ts';
import { hostOf } from '../common/requests/fetch-picture.ts';
import { t } from '../common/words/words.ts';
import type { PageCommand } from '../contracts/messages.ts';

const number = z.pipe(z.string().check(z.regex(/^\d{1,15}$/)), z.transform(Number));
/** The host that is asked for, which of the two answers was chosen, and the frame that waits. */
const question = z.object({
  allow: z.url({ protocol: /^https?$/ }),
  everywhere: z.optional(z.literal('')),
  tab: z.optional(number),
  frame: z.optional(number),
});

/**
 * The question of `options.html#allow=<origin>&tab=…&frame=…`: for browsers that want the click in a page of the
 * extension. After a yes the page that waits goes on by itself, and this one closes.
 */
export function askForHost(): void {
  const asked = question.safeParse(Object.fromEntries(new URLSearchParams(location.hash.slice(1))));
  if (!asked.success) return;
  const { allow: url, tab, frame = 0 } = asked.data;
  const host = hostOf(url);
  const [here, everywhere] = [byId<HTMLButtonElement>('allow'), byId<HTMLButtonElement>('allow-everywhere')];
  const chosen = asked.data.everywhere === undefined ? here : everywhere;
  byId('question-text').textContent = t('permissionNeeded', host);
  here.textContent = t('allowHost', host);
  byId('question').hidden = false;
  chosen.classList.add('primary');
  chosen.focus();
  const request = async (all?: true) => {
    const granted = await browser.permissions.request({ origins: patternsFor(url, all) });
    const said = { kind: 'page/allowed', url, ...(all && { everywhere: all }) } satisfies PageCommand;
    if (granted && tab !== undefined && (await goOn(said, tab, frame))) return;
    const refused = here.hidden ? 'pictureElsewhere' : 'permissionRefused';
    byId('question-text').textContent = t(granted ? 'allowed' : refused, host);
    everywhere.hidden = granted;
    here.hidden ||= granted;
  };
  // Who is asked though the host is allowed: it leads on to another.
  void browser.permissions.contains({ origins: [hostPattern(byHttps(url))] }).then((has) => {
    if (!has || asked.data.everywhere === undefined) return;
    here.hidden = true;
    byId('question-text').textContent = t('pictureElsewhere', host);
  });
  here.onclick = () => request();
  everywhere.onclick = () => request(true);
}

/** Has the page go on, and comes back to it; false when it is gone. */
async function goOn(said: PageCommand, tabId: number, frameId: number): Promise<boolean> {
  try {
    await browser.tabs.sendMessage(tabId, said, { frameId });
  } catch {
    return false;
  }
  const { windowId } = await browser.tabs.update(tabId, { active: true });
  if (windowId !== undefined) await browser.windows.update(windowId, { focused: true });
  const own = await browser.tabs.getCurrent();
  if (own?.id !== undefined) await browser.tabs.remove(own.id);
  return true;
}
