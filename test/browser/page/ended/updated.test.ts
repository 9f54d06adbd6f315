import type { Page as PlaywrightPage } from 'playwright-core';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ChromiumExtension } from '../../chromium/chromium-extension.ts';
import { startExtension } from '../../driver/extension-under-test.ts';
import { overlayOf } from '../../driver/overlay.ts';
import { page as html, type Site, serveSite } from '../../driver/site.ts';
import { personPhoto } from '../../support/photo.ts';

const PATIENCE = 60_000;
const GONE = 'Matteo was updated or removed while this page was open; reload the page, then try again.';

/** Firefox ends the scripts of a page with the extension, and nothing of ours can say anything there. */
describe('an extension that is updated in the middle of a job, in chromium', { timeout: PATIENCE }, () => {
  let extension: ChromiumExtension;
  let site: Site;

  beforeEach(async () => {
    [extension, site] = await Promise.all([startExtension({ grantedHosts: ['http://*/*'] }), serveSite('localhost')]);
  }, PATIENCE);
  afterEach(async () => {
    await extension?.close();
    await site.close();
  });

  /** A page with pictures that take a while. `uncaught`: the errors that nobody caught in it, in whatever world. */
  const slow = async (count: number) => {
    const body = await sharp(await personPhoto())
      .resize({ height: 3000 })
      .jpeg({ quality: 85 })
      .toBuffer();
    const urls = Array.from({ length: count }, (_, i) => site.put(`/${i}.jpg`, { body, type: 'image/jpeg' }));
    const images = urls.map((url) => `<img src="${url}" height="300">`).join('');
    const page = (await extension.open(site.put('/', html(images)))) as PlaywrightPage;
    const uncaught: string[] = [];
    page.on('pageerror', ({ message }) => uncaught.push(message));
    const markup = () => page.evaluate(() => document.body.innerHTML);
    return { page, uncaught, url: urls[0], markup, before: await markup(), overlay: await overlayOf(page) };
  };

  test('puts the picture back, and says so', async () => {
    const { page, uncaught, url, markup, before, overlay } = await slow(1);
    await extension.choose(page, 'remove-background', url);
    await expect
      .poll(() => page.evaluate(() => document.images[0].currentSrc.startsWith('blob:')), {
        timeout: PATIENCE,
        interval: 10,
      })
      .toBe(true);
    await extension.reload();
    expect(await overlay.until('Close')).toContain(GONE);
    expect(await markup()).toBe(before);
    await overlay.press('Close');
    await expect.poll(overlay.text).toBe('');
    expect(uncaught).toEqual([]);
  });

  test('says so once where all pictures of the page were in the making', async () => {
    const { page, uncaught, markup, before, overlay } = await slow(3);
    await (await extension.background()).evaluate(async (url) => {
      const tab = (await chrome.tabs.query({})).find((each) => each.url === url);
      (chrome.contextMenus.onClicked as unknown as { dispatch(...values: unknown[]): void }).dispatch(
        { menuItemId: 'all-pictures', frameId: 0, editable: false, pageUrl: url },
        tab,
      );
    }, page.url());
    await overlay.until('Cancel');
    await extension.reload();
    expect(await overlay.until('Close')).toContain(`Not done: 3. ${GONE}`);
    expect(await markup()).toBe(before);
    expect(uncaught).toEqual([]);
  });

  test('says so of a picture that the background was fetching', async () => {
    const other = await serveSite('127.0.0.1');
    let asked = false;
    const never = other.put('/never.jpg', () => {
      asked = true;
    });
    const { page, uncaught, overlay } = await slow(0);
    await page.evaluate((src) => {
      document.body.innerHTML = `<img src="${src}" width="300" height="300">`;
    }, never);
    await extension.choose(page, 'remove-background', never);
    await overlay.until('Cancel');
    await expect.poll(() => asked).toBe(true);
    await extension.reload();
    expect(await overlay.until('Close')).toContain(GONE);
    expect(uncaught).toEqual([]);
    await other.close();
  });

  test('leaves a cutout that was there already, which can still be undone', async () => {
    const { page, uncaught, url, markup, before, overlay } = await slow(1);
    await extension.choose(page, 'remove-background', url);
    await overlay.until('Undo', PATIENCE);
    await overlay.press('Close');
    await extension.reload();
    const beside = () => page.mouse.move(900, 600);
    await beside();
    await page.mouse.move(100, 100);
    await overlay.until('Undo');
    await overlay.press('Head only');
    await overlay.until(GONE);
    // The toolbar came with the mouse. What came of its button does not go with it.
    await beside();
    await overlay.press('Close');
    await overlay.until('Undo');
    await overlay.press('Undo');
    await expect.poll(markup).toBe(before);
    expect(uncaught).toEqual([]);
  });
});
