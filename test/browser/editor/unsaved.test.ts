import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChromiumExtension } from '../chromium/chromium-extension.ts';
import { startExtension } from '../driver/extension-under-test.ts';
import { stopDownloads } from '../support/stop-downloads.ts';
import { drawnJob, openInEditor, setControl } from './editor-page.ts';

const PATIENCE = 120_000;

describe('an editor asks before it is closed', { timeout: PATIENCE }, () => {
  let extension: ChromiumExtension;
  let page: Page;

  beforeAll(async () => {
    extension = await startExtension({});
    page = (await openInEditor(extension, await drawnJob(400, 300), 'me.jpg')) as Page;
  }, PATIENCE);
  afterAll(() => extension?.close());

  const isAsked = () => page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })));

  test('once the result is another, and not after it was saved', async () => {
    await setControl(page, 'view', 'matte');
    await setControl(page, 'view', 'result');
    await page.click('#tab-sticker');
    expect(await isAsked()).toBe(false);
    await page.check('#outlined');
    expect(await isAsked()).toBe(true);
    await page.click('#tab-save');
    await page.click('#save');
    await extension.downloaded('me-cutout.png');
    await expect.poll(isAsked).toBe(false);
    await page.click('#tab-brush');
    await page.keyboard.press('x');
    expect(await isAsked()).toBe(false);
  });

  test('where the mask alone was saved, of which an outline is no part', async () => {
    await page.click('#tab-sticker');
    await page.uncheck('#outlined');
    await page.click('#tab-save');
    await page.click('#save-matte');
    await extension.downloaded('me-matte.png');
    await page.waitForSelector('#save:enabled');
    expect(await isAsked()).toBe(true);
  });

  test('where the person cancelled the save, which says nothing', async () => {
    // It stays so: this is the last test.
    await stopDownloads(extension, 'USER_CANCELED');
    await page.click('#save');
    await page.waitForSelector('#save:enabled');
    expect(await page.textContent('#said')).toBe('');
    expect(await page.isHidden('#notice')).toBe(true);
    expect(await isAsked()).toBe(true);
    await stopDownloads(extension, 'FILE_NO_SPACE');
    await page.click('#save');
    await expect.poll(() => page.textContent('#notice-text')).toContain('was not saved');
  });
});
