import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BROWSERS, type ExtensionUnderTest, QUICK, startExtension } from '../driver/extension-under-test.ts';
import { overlayOf, type PageOverlay } from '../driver/overlay.ts';
import type { Page } from '../driver/page.ts';
import { page as html, type Site, serveSite } from '../driver/site.ts';
import { dropFiles } from '../support/drop.ts';
import { PHOTO, personPhoto } from '../support/photo.ts';
import { plain } from '../support/plain.ts';

const PATIENCE = 120_000;

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

  /** Cuts out what the mouse is on. */
  const cutOut = async (page: Page, overlay: PageOverlay) => {
    await page.bringToFront();
    await page.mouse.move(2, 2);
    await page.hover('#picture');
    await extension.choose(page, 'remove-background', undefined);
    await overlay.until('Undo', PATIENCE);
  };

  /** Cuts out the page's picture, opens the editor on it, and undoes the cutout in the page. */
  const openEditor = async (page: Page, overlay: PageOverlay) => {
    await page.waitForSelector('#picture[data-ready]');
    await cutOut(page, overlay);
    await overlay.press('Open in the editor');
    const editor = await extension.opened('editor/editor.html');
    await editor.waitForSelector('[data-state=editing]', { timeout: PATIENCE });
    await editor.click('#tab-save');
    await editor.waitForSelector('#put-back:not([hidden])');
    await page.bringToFront();
    await overlay.press('Undo');
    return editor;
  };
  const putBack = async (editor: Page) => {
    await editor.bringToFront();
    // Hidden or not: whoever has both in sight need not come back to the editor before.
    await editor.evaluate(() => document.getElementById('put-back')?.click());
  };

  test('a canvas that was painted anew and cut out again is another picture', async () => {
    const url = site.put('/painted.jpg', { body: await personPhoto(), type: 'image/jpeg' });
    const painting = `<canvas id="picture" width="${PHOTO.width}" height="${PHOTO.height}"></canvas><script>
      const image = new Image();
      image.onload = () => { picture.getContext('2d').drawImage(image, 0, 0); picture.dataset.ready = ''; };
      image.src = '${url}';
    </script>`;
    const page = await extension.open(site.put('/canvas', html(painting)));
    const overlay = await overlayOf(page);
    const editor = await openEditor(page, overlay);
    await expect.poll(overlay.tags).not.toContain('CANVAS');
    await page.evaluate(() => {
      const context = document.querySelector('canvas')!.getContext('2d')!;
      context.translate(context.canvas.width, 0);
      context.scale(-1, 1);
      context.drawImage(context.canvas, 0, 0);
    });
    await cutOut(page, overlay);
    await putBack(editor);
    await editor.waitForSelector('#page-gone:not([hidden])');
    expect(await editor.isVisible('#put-back')).toBe(false);
    expect(await overlay.text()).not.toContain('The edited picture is in the page.');

    // Nothing else stands there any more.
    await page.bringToFront();
    await overlay.press('Undo');
    await expect.poll(overlay.tags).not.toContain('CANVAS');
    await putBack(editor);
    await overlay.until('The edited picture is in the page.', PATIENCE);
    await editor.close();
    await page.close();
  });

  test('so is another one in the same image, that was cut out, too', async () => {
    const photo = { body: await personPhoto(), type: 'image/jpeg' };
    const [url, other] = [site.put('/first.jpg', photo), site.put('/second.jpg', photo)];
    const page = await extension.open(site.put('/image', html(`<img id="picture" data-ready src="${url}">`)));
    const overlay = await overlayOf(page);
    const editor = await openEditor(page, overlay);
    await page.evaluate((src) => {
      document.images[0].src = src;
      return document.images[0].decode();
    }, other);
    await cutOut(page, overlay);
    await putBack(editor);
    await editor.waitForSelector('#page-gone:not([hidden])');
    expect(await overlay.text()).not.toContain('The edited picture is in the page.');
    await editor.close();
    await page.close();
  });

  test('over a picture of one’s own it stands where the page can’t read it (privacy 21)', async () => {
    const url = site.put('/over.jpg', { body: await personPhoto(), type: 'image/jpeg' });
    const page = await extension.open(site.put('/over', html(`<img id="picture" data-ready src="${url}">`)));
    const overlay = await overlayOf(page);
    const editor = await openEditor(page, overlay);
    await editor.bringToFront();
    await dropFiles(editor, await plain('red.png', '#d00000'));
    await editor.waitForSelector('[name=backdrop][value=picture]:checked', { state: 'attached' });
    await putBack(editor);
    await overlay.until('The edited picture is in the page.', PATIENCE);
    expect(await overlay.tags()).toContain('CANVAS');
    expect(await page.evaluate(() => document.images[0].currentSrc)).toBe(url);
    await editor.close();
    await page.close();
  });
});
