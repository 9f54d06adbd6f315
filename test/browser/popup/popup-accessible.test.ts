import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import type { ChromiumExtension } from '../chromium/chromium-extension.ts';
import { startExtension } from '../driver/extension-under-test.ts';
import { keepSettings } from '../options/settings.ts';
import { expectAccessible } from '../support/axe.ts';
import { dropFiles } from '../support/drop.ts';
import { resize, tooWide } from '../support/too-wide.ts';

const PATIENCE = 120_000;

describe('axe finds nothing serious', { timeout: PATIENCE }, () => {
  let extension: ChromiumExtension;
  let portrait: { name: string; mimeType: string; buffer: Buffer };
  const broken = { name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('no picture at all') };

  beforeAll(async () => {
    portrait = { name: 'me.png', mimeType: 'image/png', buffer: await drawnPortrait(320) };
    extension = await startExtension({ grantedHosts: ['http://localhost/*'] });
    await keepSettings(extension, { model: 'lite' });
  }, PATIENCE);
  afterAll(() => extension?.close());

  const open = (path: string): Promise<Page> => extension.open(extension.extensionPage(path));

  test('in the popup, whatever it shows', async () => {
    const page = await open('popup/popup.html');
    await page.waitForSelector('.ready');
    await expectAccessible(page);
    await dropFiles(page, broken);
    await page.waitForSelector('#notice:not([hidden])');
    await expectAccessible(page);
    await dropFiles(page, portrait);
    await page.waitForSelector('[data-state=done]', { timeout: PATIENCE });
    await page.waitForSelector('#recent-results button');
    await expectAccessible(page);
    await page.emulateMedia({ forcedColors: 'active' });
    const isDrawn = () =>
      page.evaluate(() => getComputedStyle(document.querySelector('#head-only')!).appearance !== 'none');
    expect(await isDrawn()).toBe(true);
    await page.close();
    for (const language of ['en', 'de', 'fr', 'ja']) {
      await keepSettings(extension, { model: 'lite', language });
      const popup = await open('popup/popup.html');
      await popup.click('#recent-results button');
      await popup.waitForSelector('[data-state=done]');
      for (const [direction, size] of [
        ['ltr', '100%'],
        ['rtl', '100%'],
        ['rtl', '200%'],
      ] as const) {
        const [width, height] = size === '200%' ? ([800, 1200] as const) : ([400, 600] as const);
        await resize(popup, width, height);
        await popup.evaluate(
          ([direction, size]) => {
            document.documentElement.dir = direction;
            document.documentElement.style.fontSize = size;
          },
          [direction, size] as const,
        );
        expect(await popup.evaluate(tooWide), `${language} ${direction} ${size}`).toEqual([]);
      }
      await popup.close();
    }
    await keepSettings(extension, { model: 'lite' });
  });

  test('in a batch with every state', async () => {
    const page = await open('batch/batch.html');
    await expectAccessible(page);
    await page.setInputFiles('#chooser', [portrait, broken, ...Array.from({ length: 40 }, () => portrait)]);
    await page.click('#list > li:nth-child(9) .item-acts button');
    await page.waitForSelector('li.failed', { timeout: PATIENCE });
    await expect.poll(() => page.locator('li.done').count()).toBeGreaterThan(0);
    await expectAccessible(page);
    await page.click('#cancel-all');
    await page.close();
  });

  test('in the dialog of shortcuts', async () => {
    const page = await open('batch/batch.html');
    await page.click('#show-shortcuts');
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => !document.querySelector('dialog[open]'));
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('show-shortcuts');
    await page.close();
  });

  test('on the welcome page', async () => {
    const page = await open('welcome/welcome.html');
    await page.waitForSelector('#editor-keys li');
    await expectAccessible(page);
    const reached: string[] = [];
    for (let stops = 0; stops < 4; stops++) {
      await page.keyboard.press('Tab');
      reached.push(await page.evaluate(() => document.activeElement?.id || document.activeElement?.localName || ''));
    }
    expect(reached).toEqual(['sample', 'input', 'change-shortcuts', 'options']);
    await page.emulateMedia({ forcedColors: 'active' });
    const borders = await page
      .locator('.cards > section, .keys-section')
      .evaluateAll((cards) => cards.map((card) => getComputedStyle(card).borderTopStyle));
    expect(borders).toEqual(['solid', 'solid', 'solid', 'solid']);
    await page.close();
  });

  test('in the options and the question before clearing', async () => {
    const page = await open('options/options.html');
    await page.waitForFunction(() => document.querySelector('#diagnostics')?.textContent?.includes('Last jobs'));
    await page.selectOption('#save-format', 'image/jpeg');
    await page.waitForSelector('#save-quality-row:not([hidden])');
    await expectAccessible(page);
    await page.fill('#file-name', '{wrong}');
    await page.click('#clear');
    await expectAccessible(page);
    await page.close();
  });
});
