import { expect, it } from 'vitest';
import { installLinks, storesOf } from '../../../worker/site/stores.ts';

const CHROME = 'https://chromewebstore.google.com/detail/matteo/abc';
const FIREFOX = 'https://addons.mozilla.org/firefox/addon/matteo/';

it('links to the stores that are named, and says nothing where none is', async () => {
  expect(String(await installLinks(storesOf({})))).toBe('');
  const one = String(await installLinks(storesOf({ MATTEO_FIREFOX_STORE: FIREFOX, MATTEO_CHROME_STORE: '' })));
  expect(one).toContain(`<a href="${FIREFOX}" rel="noopener">Matteo for Firefox</a>`);
  expect(one).not.toContain('Chrome');
  const both = String(await installLinks(storesOf({ MATTEO_CHROME_STORE: CHROME, MATTEO_FIREFOX_STORE: FIREFOX })));
  expect(both.match(/<a /g)).toHaveLength(2);
});

it('takes no address that is not the store’s own', () => {
  expect(() => storesOf({ MATTEO_CHROME_STORE: 'https://example.org/' })).toThrow(
    'MATTEO_CHROME_STORE must begin with https://chromewebstore.google.com/; it is “https://example.org/”.',
  );
});
