import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import type { ChromiumExtension } from '../chromium/chromium-extension.ts';
import { openToolbarPopup } from '../chromium/chromium-popup.ts';
import { QUICK, startExtension } from '../driver/extension-under-test.ts';
import { page as html, serveSite } from '../driver/site.ts';
import { keepSettings } from '../options/settings.ts';
import { drop } from '../support/drop.ts';
import { personPhoto } from '../support/photo.ts';

const PATIENCE = 120_000;

describe('the toolbar’s own popup in Chromium', { timeout: PATIENCE }, () => {
  let extension: ChromiumExtension;

  beforeEach(async () => {
    // A program that opens the popup gives no permission for the page, as a click does.
    extension = await startExtension({ grantedHosts: ['http://*/*'], engine: QUICK });
    await keepSettings(extension, { model: 'lite' });
  }, PATIENCE);
  afterEach(() => extension?.close());

  /** The path of the active tab's page. */
  const inFront = async () =>
    (await extension.background()).evaluate(async () => {
      const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
      return tab?.url && new URL(tab.url).pathname;
    });

  test('to choose pictures a tab comes to the front, whose own chooser takes them', async () => {
    const popup = await openToolbarPopup(extension);
    await popup.evaluate(() => document.getElementById('choose')?.click(), undefined);
    await expect.poll(inFront).toBe('/batch/batch.html');
    await expect.poll(popup.isOpen).toBe(false);
    const page = await extension.opened('batch/batch.html');
    await page.waitForFunction(() => document.activeElement?.id === 'choose');
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.click('#choose')]);
    await chooser.setFiles([{ name: 'Anna.png', mimeType: 'image/png', buffer: await drawnPortrait(320) }]);
    await page.waitForSelector('li.done', { timeout: PATIENCE });
  });

  test('several dropped pictures arrive in a tab, which comes to the front when the popup is gone', async () => {
    const popup = await openToolbarPopup(extension);
    const base64 = (await drawnPortrait(320)).toString('base64');
    const files = ['one.png', 'two.png'].map((name) => ({ name, mimeType: 'image/png', base64 }));
    await popup.evaluate(drop, files);
    await expect.poll(inFront).toBe('/batch/batch.html');
    await expect.poll(popup.isOpen).toBe(false);
    const page = await extension.opened('batch/batch.html');
    await expect.poll(() => page.locator('li.done .name').allTextContents()).toEqual(['one.png', 'two.png']);
  });

  test('“Open in a tab” brings the tab to the front', async () => {
    const popup = await openToolbarPopup(extension);
    await popup.evaluate(() => document.getElementById('in-tab')?.click(), undefined);
    await expect.poll(inFront).toBe('/batch/batch.html');
    await expect.poll(popup.isOpen).toBe(false);
  });

  test('has all pictures of the page in front cut out, and gives way to it', async () => {
    const site = await serveSite('pages.example');
    onTestFinished(() => site.close());
    const photo = site.put('/photo.jpg', { body: await personPhoto(), type: 'image/jpeg' });
    const page = await extension.open(site.put('/one', html(`<img src="${photo}">`)));
    await page.bringToFront();
    const popup = await openToolbarPopup(extension);
    await popup.evaluate(() => document.getElementById('all-pictures')?.click(), undefined);
    await expect.poll(popup.isOpen).toBe(false);
    const shown = () => page.evaluate(() => [...document.images].map(({ currentSrc }) => currentSrc.slice(0, 5)));
    await expect.poll(shown, { timeout: PATIENCE }).toEqual(['blob:']);
  });

  test('a tab whose pictures do not arrive comes to the front and says so', async () => {
    const page = await extension.open(extension.extensionPage('batch/batch.html#from=nobody'));
    await page.waitForSelector('#notice:not([hidden])');
    expect(await page.textContent('#notice-text')).toMatch(/did not arrive/);
  });
});
