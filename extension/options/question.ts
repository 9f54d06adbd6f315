import { browser } from '../common/browser/browser.ts';
import { hostPattern } from '../common/browser/hosts.ts';
import { byId } from '../common/elements/dom.ts';
import { hostOf } from '../common/requests/fetch-picture.ts';
import { t } from '../common/words/words.ts';

/** The question of `options.html#allow=<picture URL>`: for browsers that want the click in a page of the extension. */
export function askForHost(): void {
  const url = new URLSearchParams(location.hash.slice(1)).get('allow');
  if (!url || !URL.canParse(url) || !/^https?:/.test(url)) return;
  const host = hostOf(url);
  const allow = byId<HTMLButtonElement>('allow');
  byId('question-text').textContent = t('permissionNeeded', host);
  allow.textContent = t('allowHost', host);
  byId('question').hidden = false;
  allow.onclick = async () => {
    const granted = await browser.permissions.request({ origins: [hostPattern(url)] });
    byId('question-text').textContent = t(granted ? 'allowed' : 'permissionRefused', host);
    allow.hidden = granted;
  };
}
