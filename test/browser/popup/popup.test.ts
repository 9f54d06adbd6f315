import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BROWSERS, type ExtensionUnderTest, QUICK, startExtension } from '../driver/extension-under-test.ts';
import { overlayOf } from '../driver/overlay.ts';
import { page as html, type Site, serveSite } from '../driver/site.ts';
import { dropFiles } from '../support/drop.ts';
import { PHOTO, personPhoto } from '../support/photo.ts';

const PATIENCE = 120_000;

describe.each(BROWSERS)('popup, permissions and offline in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;
  let pictures: Site;
  let pages: Site;

  beforeAll(async () => {
    [pictures, pages] = await Promise.all([serveSite('127.0.0.1'), serveSite('localhost')]);
    // Only the page's own host, as `activeTab` gives it; the picture's host was never asked for.
    extension = await startExtension({ browser, grantedHosts: ['http://localhost/*'], engine: QUICK });
  }, PATIENCE);

  afterAll(async () => {
    await extension?.close();
    await Promise.all([pictures.close(), pages.close()]);
  });

  test('asks for the host of a picture that the page may not read', async () => {
    const url = pictures.put('/p.jpg', { body: await personPhoto(), type: 'image/jpeg' });
    const page = await extension.open(pages.put('/ask', html(`<img src="${url}">`)));
    const overlay = await overlayOf(page);
    const before = await page.evaluate(() => document.body.innerHTML);
    await extension.choose(page, 'remove-background', url);
    expect(await overlay.until('Close')).toMatch(/permission to read pictures from 127\.0\.0\.1.*Allow 127\.0\.0\.1/);
    expect(await page.evaluate(() => document.body.innerHTML)).toBe(before);
    await page.close();
  });

  test('needs no leave where the picture’s host allows everybody', async () => {
    const url = pictures.put('/open.jpg', {
      body: await personPhoto(),
      type: 'image/jpeg',
      headers: { 'access-control-allow-origin': '*' },
    });
    const page = await extension.open(pages.put('/allowed', html(`<img src="${url}">`)));
    const overlay = await overlayOf(page);
    await extension.choose(page, 'remove-background', url);
    await overlay.until('Undo');
    await page.close();
  });

  test('shows the result beside a picture that the document does not hold', async () => {
    const url = pages.put('/wall.jpg', { body: await personPhoto(), type: 'image/jpeg' });
    const page = await extension.open(
      pages.put('/css', html(`<div style="height:300px;background:url(${url})"></div>`)),
    );
    const overlay = await overlayOf(page);
    await extension.choose(page, 'remove-background', url);
    expect(await overlay.until(/Copy · Save/, PATIENCE)).not.toContain('Undo');
    expect(await overlay.tags()).toContain('CANVAS');
    await overlay.press('Save mask');
    await extension.downloaded('wall-matte.png');
    await page.close();
  });

  test('works with the network gone', async () => {
    const own = await serveSite('localhost');
    const url = own.put('/me.jpg', {
      body: await personPhoto(),
      type: 'image/jpeg',
      headers: { 'cache-control': 'no-store' },
    });
    const page = await extension.open(own.put('/', html(`<img src="${url}">`)));
    await own.close();
    const overlay = await overlayOf(page);
    await extension.choose(page, 'save-cutout', url);
    const { width, height } = await sharp(await extension.downloaded('me-cutout.png')).metadata();
    expect({ width, height }).toEqual(PHOTO);
    await overlay.until('Saved.');
    await page.close();
  });

  test('cuts out a chosen picture in the popup, and says what ran', async () => {
    const page = await extension.open(extension.extensionPage('popup/popup.html'));
    await dropFiles(page, { name: 'holiday.jpeg', mimeType: 'image/jpeg', buffer: await personPhoto() });
    await page.waitForSelector('[data-state=done]', { timeout: PATIENCE });
    await page.waitForFunction(() => (document.querySelector('#result') as HTMLImageElement).naturalWidth > 0);
    expect(await page.textContent('#engine')).toContain('the CPU');
    await page.check('input[value=matte]', { force: true });
    await page.click('#download');
    const matte = sharp(await extension.downloaded('holiday-matte.png'));
    expect(await matte.metadata()).toMatchObject({ space: 'b-w', ...PHOTO });
    await page.close();
  });

  test('says in the popup what is wrong with a file', async () => {
    const page = await extension.open(extension.extensionPage('popup/popup.html'));
    await dropFiles(page, {
      name: 'a.jpg',
      mimeType: 'image/jpeg',
      buffer: Buffer.from('no picture at all'),
    });
    await page.waitForSelector('#notice:not([hidden])', { timeout: PATIENCE });
    expect(await page.textContent('#notice')).toMatch(/not (a|an) (picture|image)/i);
    await page.close();
  });

  test('tells in the options which backends were passed over, and why', async () => {
    const page = await extension.open(extension.extensionPage('options/options.html'));
    await page.waitForSelector('#skipped dd', { timeout: PATIENCE });
    expect(await page.textContent('#skipped')).toMatch(/WebGPU.*the browser offers no GPU/);
    expect(await page.textContent('#sites')).toContain('localhost');
    await page.close();
  });
});
