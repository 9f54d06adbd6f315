import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import german from '../../../extension/_locales/de/messages.json' with { type: 'json' };
import { emptyPhoto } from '../../fixtures/files/photo.ts';
import type { ChromiumExtension } from '../chromium/chromium-extension.ts';
import { BROWSERS, type ExtensionUnderTest, startExtension } from '../driver/extension-under-test.ts';
import { overlayOf } from '../driver/overlay.ts';
import { page as html, type Site, serveSite } from '../driver/site.ts';
import { resize, tooWide } from '../support/too-wide.ts';
import { keepSettings } from './settings.ts';

const PATIENCE = 120_000;

describe.each(BROWSERS)('in another language, in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;
  let site: Site;

  beforeAll(async () => {
    site = await serveSite('localhost');
    extension = await startExtension({ browser, grantedHosts: ['http://localhost/*'] });
    await keepSettings(extension, { language: 'de' });
  }, 2 * PATIENCE);
  afterAll(async () => {
    await extension?.close();
    await site?.close();
  });

  test('a page’s picture of nobody is told about in the words of the settings, the engine’s own among them', async () => {
    const url = site.put('/nobody.jpg', { body: await emptyPhoto(), type: 'image/jpeg' });
    const page = await extension.open(site.put('/page', html(`<img src="${url}">`)));
    const overlay = await overlayOf(page);
    await extension.choose(page, 'remove-background', url);
    await overlay.until(german.failedNoPerson.message, PATIENCE);
    expect(await overlay.text()).toContain(german.close.message);
  });
});

/** Runs in the page: what the options have to ask the engine for is there, too. */
const isFilled = () => document.querySelector('#diagnostics:empty') === null;

describe('the layout holds', { timeout: PATIENCE }, () => {
  let extension: ChromiumExtension;

  beforeAll(async () => {
    extension = await startExtension({ grantedHosts: [] });
  }, PATIENCE);
  afterAll(() => extension?.close());

  const PAGES = [
    'popup/popup.html',
    'options/options.html',
    'batch/batch.html',
    'editor/editor.html',
    'welcome/welcome.html',
  ];
  const LANGUAGES = ['de', 'fr', 'ja', 'pt_BR'];

  test.each(LANGUAGES.flatMap((language) => PAGES.map((path) => [path, language] as const)))(
    'of %s in %s, in a narrow window, at a double size of text and from right to left',
    async (path, language) => {
      await keepSettings(extension, { language });
      const page = await extension.open(extension.extensionPage(path));
      const width = path.startsWith('popup') ? 390 : 360;
      await resize(page, width);
      await page.waitForFunction((tag) => document.documentElement.lang === tag, language.replace('_', '-'));
      await page.waitForFunction(isFilled);
      expect(await page.evaluate(tooWide)).toEqual([]);
      await page.evaluate(() => {
        document.documentElement.dir = 'rtl';
      });
      expect(await page.evaluate(tooWide)).toEqual([]);
      await resize(page, 2 * width);
      await page.evaluate(() => {
        document.documentElement.style.fontSize = '200%';
      });
      expect(await page.evaluate(tooWide)).toEqual([]);
      await page.close();
    },
  );
});
