import { html } from 'hono/html';
import { PAGE } from './strings.ts';

/** Where the extension is to be had; a store that is absent has no link. */
export interface Stores {
  readonly chrome?: string;
  readonly firefox?: string;
}

const STORES = {
  chrome: { variable: 'MATTEO_CHROME_STORE', start: 'https://chromewebstore.google.com/', label: PAGE.installChrome },
  firefox: { variable: 'MATTEO_FIREFOX_STORE', start: 'https://addons.mozilla.org/', label: PAGE.installFirefox },
} as const;
type Store = keyof typeof STORES;

/**
 * The stores that the environment names, by `MATTEO_CHROME_STORE` and `MATTEO_FIREFOX_STORE`.
 *
 * @throws Error where an address is not the store's own.
 */
export function storesOf(environment: Readonly<Record<string, string | undefined>>): Stores {
  const named = Object.entries(STORES).flatMap(([store, { variable, start }]) => {
    const address = environment[variable];
    if (!address) return [];
    if (address.startsWith(start)) return [[store, address] as const];
    throw new Error(`${variable} must begin with ${start}; it is “${address}”.`);
  });
  return Object.fromEntries(named);
}

/** A sentence with a link to each store; nothing where there is none. */
export const installLinks = (stores: Stores) => {
  const links = Object.entries(stores).map(
    ([store, address]) => html`<a href="${address}" rel="noopener">${STORES[store as Store].label}</a>`,
  );
  if (links.length === 0) return '';
  return html`<p class="small install">${PAGE.install} ${links.map((link, i) => (i === 0 ? link : html` · ${link}`))}</p>`;
};
