import { browser } from '../common/browser/browser.ts';
import { byId } from '../common/elements/dom.ts';
import { t } from '../common/words/words.ts';

/** Lists the hosts that were granted, each with a way to take it back; kept up to date. */
export async function showSites(): Promise<void> {
  await list();
  browser.permissions.onAdded.addListener(list);
  browser.permissions.onRemoved.addListener(list);
}

async function list(): Promise<void> {
  const { origins = [] } = await browser.permissions.getAll();
  byId('sites').replaceChildren(...origins.map(row));
  byId('no-sites').hidden = origins.length > 0;
}

function row(origin: string): HTMLElement {
  const item = document.createElement('li');
  const host = document.createElement('span');
  const revoke = document.createElement('button');
  host.textContent = origin.replace(/\/\*$/, '');
  revoke.type = 'button';
  revoke.textContent = t('revoke');
  revoke.setAttribute('aria-label', t('revokeHost', host.textContent));
  revoke.onclick = () => browser.permissions.remove({ origins: [origin] });
  item.append(host, revoke);
  return item;
}
