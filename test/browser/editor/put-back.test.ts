import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BROWSERS, type ExtensionUnderTest, QUICK, startExtension } from '../driver/extension-under-test.ts';
import { overlayOf } from '../driver/overlay.ts';
import type { Page } from '../driver/page.ts';
import { page as html, type Site, serveSite } from '../driver/site.ts';
import { PHOTO, personPhoto } from '../support/photo.ts';

const PATIENCE = 60_000;

/** Size, and colour and alpha of the corner, of what the page's first image shows. */
const shown = (page: Page) =>
  page.evaluate(async () => {
    const [image] = document.images;
    await image.decode();
    const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
    const context = canvas.getContext('2d')!;
    context.drawImage(image, 0, 0);
    const corner = [...context.getImageData(2, 2, 1, 1).data];
    return { width: image.naturalWidth, height: image.naturalHeight, corner };
  });

describe.each(BROWSERS)('a result goes from the editor into the page in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;
  let site: Site;

  beforeAll(async () => {
    site = await serveSite('localhost');
    extension = await startExtension({ browser, grantedHosts: ['http://*/*'], engine: QUICK });
  }, PATIENCE);

  afterAll(async () => {
    await extension?.close();
    await site.close();
  });

  test('there it can be undone, and put in again; words say when the page is gone', async () => {
    const url = site.put('/person.jpg', { body: await personPhoto(), type: 'image/jpeg' });
    const page = await extension.open(site.put('/page', html(`<p>before <img src="${url}" alt="a person"> after</p>`)));
    const overlay = await overlayOf(page);
    const before = await page.evaluate(() => document.body.innerHTML);
    await extension.choose(page, 'remove-background', url);
    await overlay.until('Undo');
    await overlay.press('Open in the editor');

    const editor = await extension.opened('editor/editor.html');
    await editor.waitForSelector('[data-state=editing]', { timeout: PATIENCE });
    await editor.click('#tab-background');
    await editor.check('input[name=backdrop][value=colour]');
    // A square of a picture that is none: it stands in the middle of the picture's own size.
    await editor.click('#tab-crop');
    await editor.evaluate(() => {
      const select = document.querySelector<HTMLSelectElement>('#cropping')!;
      select.value = '1:1';
      select.dispatchEvent(new Event('change'));
    });
    await editor.click('#tab-save');
    await editor.waitForSelector('#put-back:not([hidden])');
    await editor.click('#put-back');
    await editor.waitForFunction(
      () => document.querySelector('#said')?.textContent === 'The edited picture is in the page.',
    );
    expect(await shown(page)).toEqual({ ...PHOTO, corner: [0, 0, 0, 0] });
    await overlay.until('The edited picture is in the page.');

    await page.bringToFront();
    await overlay.press('Undo');
    await expect.poll(() => page.evaluate(() => document.body.innerHTML)).toBe(before);

    await editor.bringToFront();
    await editor.evaluate(() => {
      const select = document.querySelector<HTMLSelectElement>('#cropping')!;
      select.value = 'all';
      select.dispatchEvent(new Event('change'));
    });
    await editor.click('#put-back');
    await expect.poll(() => shown(page), { timeout: PATIENCE }).toEqual({ ...PHOTO, corner: [255, 255, 255, 255] });

    await page.reload();
    await editor.waitForFunction(() => !(document.querySelector('#put-back') as HTMLButtonElement).disabled);
    await editor.click('#put-back');
    await editor.waitForSelector('#page-gone:not([hidden])');
    expect(await editor.textContent('#notice-text')).toMatch(/^The page that this picture came from is closed/);
    expect(await editor.isVisible('#put-back')).toBe(false);
    await editor.close();
    await page.close();
  });
});
