import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BROWSERS, type ExtensionUnderTest, startExtension } from '../driver/extension-under-test.ts';
import { overlayOf, type PageOverlay } from '../driver/overlay.ts';
import type { Page } from '../driver/page.ts';
import { page as html, type Site, serveSite } from '../driver/site.ts';
import { keepSettings } from '../options/settings.ts';
import { PHOTO, twoPeoplePhoto } from '../support/photo.ts';

const PATIENCE = 120_000;
const { width, height } = PHOTO;

/** Share of opaque pixels in the left and in the right half of what the picture shows. */
const opaque = async () => {
  const image = document.querySelector('img') as HTMLImageElement;
  const picture = await createImageBitmap(await (await fetch(image.currentSrc)).blob());
  const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d')!;
  context.drawImage(picture, 0, 0);
  const half = Math.floor(picture.width / 2);
  const shareFrom = (x: number) => {
    const { data } = context.getImageData(x, 0, half, picture.height);
    return data.filter((value, i) => i % 4 === 3 && value > 127).length / (data.length / 4);
  };
  return { left: shareFrom(0), right: shareFrom(half) };
};

const halves = async (page: Page) => {
  const { left, right } = await page.evaluate(opaque);
  return { left: left > 0.1, right: right > 0.1 };
};

describe.each(BROWSERS)('people in a page in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;
  let site: Site;
  let photo: string;

  beforeAll(async () => {
    site = await serveSite('localhost');
    photo = site.put('/two.jpg', { body: await twoPeoplePhoto(), type: 'image/jpeg' });
    extension = await startExtension({ browser, grantedHosts: ['http://localhost/*'] });
    await keepSettings(extension, { model: 'lite' });
  }, PATIENCE);

  afterAll(async () => {
    await extension?.close();
    await site.close();
  });

  const cutOut = async (path: string): Promise<{ page: Page; overlay: PageOverlay }> => {
    const page = await extension.open(site.put(path, html(`<img src="${photo}" alt="" width="600">`)));
    const overlay = await overlayOf(page);
    await extension.choose(page, 'remove-background', photo);
    await overlay.until('Undo', PATIENCE);
    return { page, overlay };
  };
  const shown = (page: Page) => expect.poll(() => halves(page));

  test('one of several is shown and saved alone at a click, and everybody again', async () => {
    const { page, overlay } = await cutOut('/alone');
    await shown(page).toEqual({ left: true, right: true });
    await overlay.press('Show one person alone');
    await overlay.until('Everybody');
    await overlay.press('Person 2 from the left');
    await shown(page).toEqual({ left: false, right: true });
    await overlay.press('Save mask');
    await overlay.until('Saved.');
    const matte = sharp(await extension.downloaded('two-matte.png'));
    const { data } = await matte
      .extract({ left: 0, top: 0, width, height })
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(data.every((value) => value < 128)).toBe(true);
    await overlay.press('Person 1 from the left');
    await shown(page).toEqual({ left: true, right: false });
    await overlay.press('Everybody');
    await shown(page).toEqual({ left: true, right: true });
    await page.close();
  });

  test('a person alone is not offered in a larger picture, everybody is', async () => {
    const small = await sharp(await twoPeoplePhoto())
      .resize(500)
      .jpeg()
      .toBuffer();
    const url = site.put('/small.jpg', { body: small, type: 'image/jpeg' });
    const body = `<a href="${photo}"><img src="${url}" alt="" width="600"></a>`;
    const page = await extension.open(site.put('/gallery', html(body)));
    const overlay = await overlayOf(page);
    await extension.choose(page, 'remove-background', url);
    await overlay.until('Use the full picture', PATIENCE);
    const height = async () => {
      const [{ top, bottom }] = await overlay.cards();
      return Math.round(bottom - top);
    };
    await overlay.press('Show one person alone');
    await overlay.until('Everybody');
    const opened = await height();
    await overlay.press('Person 2 from the left');
    await shown(page).toEqual({ left: false, right: true });
    // The row of the offer is gone.
    expect(await height()).toBeLessThan(opened);
    await overlay.press('Everybody');
    await shown(page).toEqual({ left: true, right: true });
    expect(await height()).toBe(opened);
    await page.close();
  });

  test('one of several heads is shown alone', async () => {
    const { page, overlay } = await cutOut('/head-alone');
    await overlay.press('Head only');
    await overlay.until('Whole person', PATIENCE);
    await overlay.press('Show one person alone');
    await overlay.until('Everybody');
    await overlay.press('Person 2 from the left');
    await expect.poll(() => page.evaluate(opaque)).toMatchObject({ left: 0 });
    const { right } = await page.evaluate(opaque);
    expect(right).toBeGreaterThan(0.02);
    await page.close();
  });

  test('are copied as a sticker: a white outline, cropped to them', async () => {
    const { page, overlay } = await cutOut('/sticker');
    await overlay.press('Copy as a sticker');
    await overlay.until(/Copied\.|could not be copied/);
    const sticker = await extension.clipboard(page);
    // The clipboard of Firefox without a screen holds text alone.
    if (browser === 'chromium') {
      const { data, info } = await sharp(sticker).raw().toBuffer({ resolveWithObject: true });
      const pixels = Array.from({ length: info.width * info.height }, (_, i) => [...data.subarray(i * 4, i * 4 + 4)]);
      expect(pixels[0][3]).toBeLessThan(40);
      const white = pixels.filter(([red, green, blue, alpha]) => red + green + blue === 765 && alpha === 255);
      expect(white.length / pixels.length).toBeGreaterThan(0.01);
    }
    await page.close();
  });
});
