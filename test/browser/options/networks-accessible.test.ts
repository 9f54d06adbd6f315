import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asUploads, goodOwn } from '../../fixtures/engine/own-network.ts';
import type { ChromiumExtension } from '../chromium/chromium-extension.ts';
import { startExtension } from '../driver/extension-under-test.ts';
import { expectAccessible } from '../support/axe.ts';
import { resize, tooWide } from '../support/too-wide.ts';
import { changeKept } from './kept-networks.ts';
import { keepSettings } from './settings.ts';

const PATIENCE = 240_000;
/** As long as a card's name may be, in one word. */
const LONG = 'Portrait_network_for_phones_with_four_channels_and_softmax_version_12_of_2026_11';

describe('the list of one’s own networks', { timeout: PATIENCE }, () => {
  let extension: ChromiumExtension;

  beforeAll(async () => {
    extension = await startExtension({ grantedHosts: [], engine: { gpuTimeLimitMs: 60_000 } });
    const page = await extension.open(extension.extensionPage('options/options.html'));
    await page.setInputFiles('#network-files', asUploads(await goodOwn(LONG)));
    await page.waitForFunction(
      () => document.querySelector('#networks-said')?.textContent?.includes('works here'),
      undefined,
      {
        timeout: PATIENCE,
      },
    );
    await expectAccessible(page);
    await changeKept(page, { left: [{ backend: 'wasm', fault: 'it did not answer in 30 s' }] });
    await page.close();
  }, PATIENCE);
  afterAll(() => extension?.close());

  test.each([
    ['en', /does not work, so Matteo’s own network draws: the CPU: it gave no result within 30 seconds/],
    [
      'de',
      /funktioniert nicht, darum zeichnet das Modell von Matteo: CPU: es kam kein Ergebnis innerhalb von 30 Sekunden/,
    ],
    ['ja', /CPU: 30 秒以内に結果が出ませんでした/],
  ])(
    'is accessible, says why one was left, and fits a narrow window, large text and right to left: %s',
    async (language, why) => {
      await keepSettings(extension, { language });
      const page = await extension.open(extension.extensionPage('options/options.html'));
      await page.waitForSelector('#networks li');
      await page.waitForFunction((tag) => document.documentElement.lang === tag, language);
      expect(await page.textContent('#networks')).toMatch(why);
      await expectAccessible(page);
      await resize(page, 360);
      expect(await page.evaluate(tooWide)).toEqual([]);
      await page.evaluate(() => {
        document.documentElement.dir = 'rtl';
        document.documentElement.style.fontSize = '200%';
      });
      await resize(page, 720);
      expect(await page.evaluate(tooWide)).toEqual([]);
      await expectAccessible(page);
      await page.close();
    },
  );
});
