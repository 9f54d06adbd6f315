import { browser } from '../common/browser/browser.ts';
import { ALL_HOSTS, namesAllHosts } from '../common/browser/hosts.ts';
import { byId } from '../common/elements/dom.ts';
import { h } from '../common/elements/element.ts';
import { replaceRows } from '../common/elements/replace-rows.ts';
import { t } from '../common/words/words.ts';

/** Lists the hosts that were granted, each with a way to take it back, and offers to allow all; kept up to date. */
export async function showSites(): Promise<void> {
  byId('allow-all-sites').onclick = () => browser.permissions.request({ origins: ALL_HOSTS });
  await list();
  browser.permissions.onAdded.addListener(list);
  browser.permissions.onRemoved.addListener(list);
}

async function list(): Promise<void> {
  const { origins = [] } = await browser.permissions.getAll();
  const all = origins.filter(namesAllHosts);
  const ofHosts = origins.filter((origin) => !namesAllHosts(origin));
  const hosts = [...new Set(ofHosts.map(hostNamed))];
  const rows = [
    ...(all.length > 0 ? [row(t('allSites'), all)] : []),
    ...hosts.map((host) =>
      row(
        host,
        ofHosts.filter((origin) => hostNamed(origin) === host),
      ),
    ),
  ];
  const [sites, allowAll] = [byId('sites'), byId('allow-all-sites')];
  const [wasInSites, wasOnAllowAll] = [sites, allowAll].map((element) => element.contains(document.activeElement));
  replaceRows(sites, rows);
  byId('no-sites').hidden = origins.length > 0;
  allowAll.hidden = all.length > 0;
  // The button that the keyboard was on is gone.
  if (wasInSites && rows.length === 0) allowAll.focus();
  if (wasOnAllowAll && allowAll.hidden) rows[0].querySelector('button')?.focus();
}

/** The host that a match pattern names, by whatever scheme. */
const hostNamed = (pattern: string): string => pattern.replace(/^[^:]+:\/\/|\/\*$/g, '');

function row(name: string, origins: string[]): HTMLElement {
  const revoke = h('button', { type: 'button', 'aria-label': t('revokeHost', name) }, t('revoke'));
  revoke.onclick = () => browser.permissions.remove({ origins });
  return h('li', { 'data-key': name }, h('span', {}, name), revoke);
}
