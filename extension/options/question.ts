import { browser } from '../common/browser.ts';
import { byId } from '../common/dom.ts';
import { hostOf } from '../common/fetch-picture.ts';
import { hostPattern } from '../common/hosts.ts';
import { t } from '../common/words.ts';

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
