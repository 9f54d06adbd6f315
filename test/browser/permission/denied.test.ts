import { beforeAll, describe, expect, test } from 'vitest';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { BROWSERS, QUICK } from '../driver/extension-under-test.ts';
import { overlayOf } from '../driver/overlay.ts';
import { page as html } from '../driver/site.ts';
import { useTwoSites } from './two-sites.ts';

const PATIENCE = 60_000;

describe.each(BROWSERS)('a person who says no, in %s', { timeout: PATIENCE }, (browser) => {
  const sites = useTwoSites('pictures.example', { browser, grantedHosts: ['<all_urls>'], engine: QUICK });

  beforeAll(async () => {
    // All is granted, so that a screenshot may be taken; the background is told that the host is not.
    await (await sites.extension.background()).evaluate(() => {
      let asked = 0;
      const permissions = {
        contains: async () => false,
        request: async () => {
          asked++;
          return false;
        },
        timesAsked: async () => asked,
      };
      for (const api of [globalThis.chrome, (globalThis as { browser?: typeof chrome }).browser])
        if (api) Object.assign(api.permissions, permissions);
    });
  }, PATIENCE);

  const timesAsked = async () =>
    (await sites.extension.background()).evaluate(() =>
      (chrome.permissions as unknown as { timesAsked(): Promise<number> }).timesAsked(),
    );

  test('is not asked again by the way that needs no leave: a screenshot', async () => {
    const url = sites.others.put('/denied.png', { body: await drawnPortrait(320), type: 'image/png' });
    const page = await sites.extension.open(
      sites.pages.put('/denied', html(`<img src="${url}" width="240" height="320" alt="">`)),
    );
    const overlay = await overlayOf(page);
    await sites.extension.choose(page, 'remove-background', url);
    await overlay.until('Allow pictures from pictures.example');
    await overlay.press('Allow pictures from pictures.example');
    await overlay.until('Without your permission to read pictures from pictures.example');
    expect(await timesAsked()).toBe(1);
    await overlay.press('Use a screenshot');
    await overlay.until('Undo', PATIENCE);
    expect(await timesAsked()).toBe(1);
    await page.close();
  });
});
