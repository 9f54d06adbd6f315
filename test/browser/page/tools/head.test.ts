import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawnPortrait } from '../../../fixtures/drawn.ts';
import { BROWSERS, type ExtensionUnderTest, startExtension } from '../../driver/extension-under-test.ts';
import { overlayOf } from '../../driver/overlay.ts';
import type { Page } from '../../driver/page.ts';
import { page as html, type Site, serveSite } from '../../driver/site.ts';
import { personPhoto, shares } from '../../support/photo.ts';
import { heldBack } from '../held-back.ts';

const PATIENCE = 120_000;

/** How many pixels of the page's first image are opaque, in its upper half and in its lower. */
const opaque = (page: Page) =>
  page.evaluate(async () => {
    const [image] = document.images;
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    const context = new OffscreenCanvas(width, height).getContext('2d')!;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    const count = (from: number, to: number) => {
      let sum = 0;
      for (let i = from * width; i < to * width; i++) if (data[4 * i + 3] > 127) sum++;
      return sum;
    };
    return [count(0, height >> 1), count(height >> 1, height)];
  });

describe.each(BROWSERS)('a head in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;
  let site: Site;
  let photo: Buffer;
  let count = 0;

  beforeAll(async () => {
    [site, photo, extension] = await Promise.all([
      serveSite('localhost'),
      personPhoto(),
      startExtension({ browser, grantedHosts: ['http://*/*'] }),
    ]);
  }, PATIENCE);
  afterAll(async () => {
    await extension?.close();
    await site.close();
  });

  const open = async () => {
    const url = site.put(`/her-${++count}.jpg`, { body: photo, type: 'image/jpeg' });
    const page = await extension.open(site.put(`/page-${count}`, html(`<img src="${url}" alt="" height="420">`)));
    return { page, url, overlay: await overlayOf(page) };
  };

  test('shows alone at a button of the toolbar, is saved, and the whole person comes back at once', async () => {
    const { page, url, overlay } = await open();
    await extension.choose(page, 'remove-background', url);
    await overlay.until('Undo', PATIENCE);
    const whole = await opaque(page);
    await overlay.press('Head only');
    await expect.poll(async () => (await opaque(page))[1] < whole[1] / 4, { timeout: PATIENCE }).toBe(true);
    const head = await opaque(page);
    expect(head[0]).toBeGreaterThan(whole[0] / 4);
    await overlay.press('Save cutout');
    await overlay.until('Saved.', PATIENCE);
    const { hasAlpha } = await sharp(await extension.downloaded(`her-${count}-cutout.png`)).metadata();
    expect(hasAlpha).toBe(true);
    await overlay.press('Whole person');
    await expect.poll(() => opaque(page), { timeout: PATIENCE }).toEqual(whole);
    await page.close();
  });

  test('is cut out by the menu, and Remove background gives the whole person then', async () => {
    const { page, url, overlay } = await open();
    await extension.choose(page, 'cut-out-head', url);
    await overlay.until('Undo', PATIENCE);
    const head = await opaque(page);
    expect(head[0]).toBeGreaterThan(0);
    await extension.choose(page, 'remove-background', url);
    await expect.poll(async () => (await opaque(page))[1] > 3 * head[1], { timeout: PATIENCE }).toBe(true);
    await overlay.press('Background');
    await overlay.press('White');
    const isFilled = () => opaque(page).then(([upper, lower]) => upper + lower === 420 * 480);
    await expect.poll(isFilled, { timeout: PATIENCE }).toBe(true);
    await overlay.press('Head only');
    await overlay.until('Whole person', PATIENCE);
    await extension.choose(page, 'remove-background', url);
    await overlay.until('Head only', PATIENCE);
    expect(await isFilled()).toBe(true);
    await page.close();
  });

  test('stays a head in the full picture behind a thumbnail, and gives the whole person of that', async () => {
    const small = await sharp(photo).resize(210).jpeg().toBuffer();
    const url = site.put('/thumbnail.jpg', { body: small, type: 'image/jpeg' });
    const full = site.put('/full.jpg', { body: photo, type: 'image/jpeg' });
    const body = `<a href="${full}"><img src="${url}" alt="" height="420"></a>`;
    const page = await extension.open(site.put('/gallery', html(body)));
    const overlay = await overlayOf(page);
    await extension.choose(page, 'cut-out-head', url);
    await overlay.until('Use the full picture', PATIENCE);
    await overlay.press('Use the full picture');
    await overlay.until('Full picture: 420 × 480.', PATIENCE);
    await overlay.at('Whole person');
    const shown = () =>
      page.evaluate(async () => {
        const picture = await createImageBitmap(await (await fetch(document.images[0].currentSrc)).blob());
        const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d')!;
        context.drawImage(picture, 0, 0);
        const { data } = context.getImageData(0, 0, picture.width, picture.height);
        return { width: picture.width, opaque: data.filter((value, i) => i % 4 === 3 && value > 127).length };
      });
    const head = await shown();
    expect(head.width).toBe(420);
    await overlay.press('Whole person');
    await expect.poll(async () => (await shown()).opaque, { timeout: PATIENCE }).toBeGreaterThan(1.5 * head.opaque);
    expect((await shown()).width).toBe(420);
    await page.close();
  });

  test('that is not seen leaves the whole person, whose cutout opens in the editor', async () => {
    const url = site.put('/drawn.png', { body: await drawnPortrait(320), type: 'image/png' });
    const page = await extension.open(site.put('/drawn', html(`<img src="${url}" alt="" height="420">`)));
    const overlay = await overlayOf(page);
    await extension.choose(page, 'remove-background', url);
    await overlay.until('Undo', PATIENCE);
    const whole = await opaque(page);
    await overlay.press('Head only');
    // A drawn face is none to the network.
    await overlay.until(/No head is seen in this picture\. Use the whole person, or .*Open in the editor/, PATIENCE);
    expect(await opaque(page)).toEqual(whole);
    await overlay.press('Open in the editor');
    const editor = await extension.opened('editor/editor.html');
    await editor.waitForSelector('[data-state=editing]', { timeout: PATIENCE });
    // Without a matte the editor begins with choosing.
    expect(await editor.isVisible('#head-only')).toBe(true);
    await editor.close();
    await page.close();
  });

  test('that is not seen in a picture that was not cut out leaves that, which opens in the editor', async () => {
    const url = site.put('/drawn-anew.png', { body: await drawnPortrait(320), type: 'image/png' });
    const page = await extension.open(site.put('/drawn-anew', html(`<img src="${url}" alt="" height="420">`)));
    const overlay = await overlayOf(page);
    await extension.choose(page, 'cut-out-head', url);
    await overlay.until(/No head is seen in this picture\. Use the whole person, or .*Select it yourself/, PATIENCE);
    await overlay.press('Select it yourself');
    const editor = await extension.opened('editor/editor.html');
    await editor.waitForSelector('[data-state=editing]', { timeout: PATIENCE });
    await editor.close();
    await extension.choose(page, 'remove-background', url);
    await overlay.until('Undo', PATIENCE);
    await page.close();
  });

  test('stays all there is where the way to the whole person is cancelled, in the toolbar and in the menu', async () => {
    const { page, url, overlay } = await open();
    await extension.choose(page, 'cut-out-head', url);
    await overlay.until('Undo', PATIENCE);
    const head = await opaque(page);
    // Its job waits behind that of a picture that never comes.
    const { url: never } = heldBack(site, '/never.jpg', photo);
    await page.evaluate((src) => document.body.append(Object.assign(new Image(), { src, height: 210 })), never);
    await page.waitForFunction(() => document.images[1].complete);
    await extension.choose(page, 'remove-background', never);
    await overlay.until('Cancel');
    await overlay.press('Whole person');
    await overlay.until('Next in line');
    await page.keyboard.press('Escape');
    expect(await overlay.until(/Undo/)).not.toContain('Next in line');
    await overlay.at('Whole person');
    await extension.choose(page, 'remove-background', url);
    await overlay.until('Next in line');
    await page.keyboard.press('Escape');
    await expect.poll(overlay.text).not.toContain('Next in line');
    expect(await opaque(page)).toEqual(head);
    await extension.choose(page, 'save-cutout', url);
    await overlay.until('Saved.', PATIENCE);
    const saved = sharp(await extension.downloaded(`her-${count}-cutout.png`)).extractChannel('alpha');
    const { width = 0, height = 0 } = await sharp(photo).metadata();
    const { inside } = shares(await saved.raw().toBuffer());
    expect(inside * width * height).toBeLessThanOrEqual(head[0] + head[1]);
    await page.close();
  });
});
