import type { Page as PlaywrightPage } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACTIONS } from '../../../extension/contracts/messages.ts';
import { emptyPhoto } from '../../fixtures/files/photo.ts';
import { BROWSERS, type ExtensionUnderTest, startExtension } from '../driver/extension-under-test.ts';
import { overlayOf } from '../driver/overlay.ts';
import { page as html, type Site, serveSite } from '../driver/site.ts';
import { keepSettings } from '../options/settings.ts';
import { PHOTO, personPhoto, shares } from '../support/photo.ts';

const PATIENCE = 120_000;

/** A page around a picture whose size is its own, so that anything wrong with it moves the text after it. */
const around = (picture: string) => html(`<p>before ${picture} after</p><p id="below">below</p>`);

const layout = () =>
  [...document.querySelectorAll('img, #below')].map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x, y, width, height };
  });

describe.each(BROWSERS)('the extension in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;
  let pictures: Site;
  let pages: Site;
  let photoUrl: string;

  beforeAll(async () => {
    [pictures, pages] = await Promise.all([serveSite('pictures.example'), serveSite('localhost')]);
    photoUrl = pictures.put('/photo%20one.jpg', { body: await personPhoto(), type: 'image/jpeg' });
    extension = await startExtension({ browser, grantedHosts: ['http://*/*'] });
  }, PATIENCE);

  afterAll(async () => {
    await extension?.close();
    await Promise.all([pictures.close(), pages.close()]);
  });

  test('puts one action into the menu of pictures, all where that is wanted', async () => {
    const missing = async () =>
      (await extension.background()).evaluate(async (ids) => {
        const results = await Promise.allSettled(ids.map((id) => chrome.contextMenus.update(id, {})));
        return ids.filter((_, index) => results[index]?.status === 'rejected');
      }, ACTIONS);
    const [one, ...others] = ACTIONS;
    // They are made on the browser's word that the extension was installed, which comes when it comes.
    await expect.poll(missing, { timeout: PATIENCE }).toEqual(others);
    expect(one).toBe('remove-background');
    await keepSettings(extension, { menu: 'all' });
    await expect.poll(missing, { timeout: PATIENCE }).toEqual([]);
    await keepSettings(extension, {});
  });

  test('has both its shortcuts: what the browser keeps for itself it would leave unassigned', async () => {
    const commands = await (await extension.background()).evaluate(() => chrome.commands.getAll());
    const shortcutOf = (name: string) => commands.find((command) => command.name === name)?.shortcut;
    expect(shortcutOf('pointed-picture')).toBe('Alt+Shift+M');
    expect(shortcutOf('all-pictures')).toBe('Alt+Shift+L');
  });

  test('replaces a picture of another origin in the same box, compares, and puts everything back', async () => {
    const page = await extension.open(
      pages.put(
        '/replace',
        around(
          `<picture><source srcset="${photoUrl} 1.5x"><img alt="a person" src="${photoUrl}" srcset="${photoUrl}#2x 2x"></picture>`,
        ),
      ),
    );
    const overlay = await overlayOf(page);
    const before = await page.evaluate(() => document.body.innerHTML);
    const boxes = await page.evaluate(layout);
    expect(boxes[0]).toMatchObject({ width: 280, height: 320 });
    await page.evaluate(() => {
      const shifts: number[] = [];
      Object.assign(window, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as unknown as { value: number; sources: { node?: Node }[] }[]) {
          // Elements in our own closed root have no node here.
          if (entry.sources.some(({ node }) => node && document.body.contains(node))) shifts.push(entry.value);
        }
      }).observe({ type: 'layout-shift' as never });
    });

    await extension.choose(page, 'remove-background', photoUrl);
    await overlay.until('Cancel');
    await page.waitForFunction(() => document.images[0]?.currentSrc.startsWith('blob:'), undefined, {
      timeout: PATIENCE,
    });
    expect(await page.evaluate(layout)).toEqual(boxes);
    await overlay.until('Undo');
    expect(await page.evaluate(layout)).toEqual(boxes);
    expect(await page.evaluate(() => document.images[0]?.getAttribute('style'))).toBeNull();
    expect(await page.evaluate(alphaOfFirstImage)).toEqual({
      width: PHOTO.width,
      height: PHOTO.height,
      corner: 0,
      middle: 255,
    });

    const compare = await overlay.at('Compare');
    await page.mouse.move(compare.x, compare.y);
    await page.mouse.down();
    await page.waitForFunction((url) => document.images[0]?.currentSrc.startsWith(url), photoUrl);
    expect(await page.evaluate(layout)).toEqual(boxes);
    await page.mouse.up();
    await page.waitForFunction(() => document.images[0]?.currentSrc.startsWith('blob:'));

    await overlay.press('Undo');
    await page.waitForFunction(
      (url) => document.images[0]?.currentSrc.startsWith(url) && document.images[0].complete,
      photoUrl,
    );
    await expect.poll(() => page.evaluate(() => document.body.innerHTML)).toBe(before);
    expect(await page.evaluate(layout)).toEqual(boxes);
    expect(await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)).toEqual([]);
    expect(await overlay.text()).toBe('');
    await page.close();
  });

  test('fetches from an allowed host as the extension at once: no console says that the page was refused', async () => {
    const asked: (string | undefined)[] = [];
    const photo = await personPhoto();
    const url = pictures.put('/watched.jpg', (response) => {
      const { origin, accept } = response.req.headers;
      if (!accept?.startsWith('image/')) asked.push(origin);
      response.writeHead(200, { 'content-type': 'image/jpeg' }).end(photo);
    });
    const page = await extension.open(pages.put('/console', around(`<img src="${url}">`)));
    const overlay = await overlayOf(page);
    const said: string[] = [];
    if (browser === 'chromium')
      (page as PlaywrightPage).on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
    await extension.choose(page, 'remove-background', url);
    await overlay.until('Undo');
    expect(asked).toHaveLength(1);
    expect(asked).not.toContain(pages.origin);
    expect(said).toEqual([]);
    await page.close();
  });

  test('keeps page scripts out (privacy 19)', async () => {
    const page = await extension.open(pages.put('/closed', around(`<img src="${photoUrl}">`)));
    const overlay = await overlayOf(page);
    await extension.choose(page, 'remove-background', photoUrl);
    await overlay.until('Undo');
    const reached = await page.evaluate(() => {
      const host = document.querySelector('matteo-overlay') as HTMLElement;
      host.click();
      host.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
      return host.shadowRoot;
    });
    expect(reached).toBeNull();
    expect(await overlay.text()).toContain('Undo');
    await page.keyboard.press('Escape');
    await expect.poll(() => overlay.text()).toBe('');
    await page.close();
  });

  test('saves the cutout and the matte at the size of the picture', async () => {
    const page = await extension.open(pages.put('/save', around(`<img src="${photoUrl}" width="100">`)));
    const before = await page.evaluate(() => document.body.innerHTML);
    await extension.choose(page, 'save-cutout', photoUrl);
    const cutout = sharp(await extension.downloaded('photo one-cutout.png'));
    expect(await cutout.metadata()).toMatchObject({ format: 'png', channels: 4, ...PHOTO });
    const alpha = await cutout.extractChannel(3).raw().toBuffer();
    expect(shares(alpha).inside).toBeGreaterThan(0.2);
    expect(shares(alpha).outside).toBeGreaterThan(0.2);

    await extension.choose(page, 'save-matte', photoUrl);
    const matte = sharp(await extension.downloaded('photo one-matte.png'));
    expect(await matte.metadata()).toMatchObject({ format: 'png', space: 'b-w', hasAlpha: false, ...PHOTO });
    const grey = await matte.extractChannel(0).raw().toBuffer();
    expect(grey.filter((value, at) => Math.abs(value - alpha[at]) > 1).length).toBe(0);
    expect(await page.evaluate(() => document.body.innerHTML)).toBe(before);
    await page.close();
  });

  test('copies the cutout to the clipboard', async () => {
    const page = await extension.open(pages.put('/copy', around(`<img src="${photoUrl}">`)));
    const overlay = await overlayOf(page);
    await extension.choose(page, 'copy-cutout', photoUrl);
    const said = await overlay.until(/Copied|click Copy/);
    if (!said.includes('Copied')) await overlay.press('Copy');
    await overlay.until('Copied.');
    const copied = await extension.clipboard(page);
    if (browser === 'chromium') expect(await sharp(copied).metadata()).toMatchObject({ format: 'png', ...PHOTO });
    await page.close();
  });

  test('replaces the picture of a page with a strict Content-Security-Policy', async () => {
    const policy = { 'content-security-policy': `default-src 'none'; img-src ${pictures.origin}; style-src 'none'` };
    const page = await extension.open(pages.put('/strict', html(`<img src="${photoUrl}">`, policy)));
    const overlay = await overlayOf(page);
    const boxes = await page.evaluate(layout);
    await extension.choose(page, 'remove-background', photoUrl);
    await overlay.until('Undo');
    expect(await page.evaluate(() => document.images[0]?.currentSrc)).toMatch(/^blob:/);
    expect(await page.evaluate(() => document.images[0]?.naturalWidth)).toBe(PHOTO.width);
    expect(await page.evaluate(layout)).toEqual(boxes);
    await page.close();
  });

  test('covers a picture that is no img, out of reach of the page', async () => {
    const page = await extension.open(
      pages.put('/button', around(`<input type="image" id="below" src="${photoUrl}">`)),
    );
    const overlay = await overlayOf(page);
    const before = await page.evaluate(() => document.body.innerHTML);
    const boxes = await page.evaluate(layout);
    await extension.choose(page, 'remove-background', photoUrl);
    await overlay.until('Undo');
    expect(await overlay.tags()).toContain('CANVAS');
    expect(await page.evaluate(() => document.querySelector('input')?.style.opacity)).toBe('0');
    expect(await page.evaluate(layout)).toEqual(boxes);
    await overlay.press('Undo');
    await expect.poll(() => page.evaluate(() => document.body.innerHTML)).toBe(before);
    expect(await overlay.tags()).not.toContain('CANVAS');
    await page.close();
  });

  test('keeps what it got with the person’s cookies from the page', async () => {
    const photo = await personPhoto();
    const url = pictures.put('/private.jpg', (response) => {
      const known = response.req.headers.cookie?.includes('me=1');
      response.writeHead(known ? 200 : 403, { 'content-type': 'image/jpeg' }).end(known ? photo : '');
    });
    await (await extension.open(pictures.put('/sign-in', html('', { 'set-cookie': 'me=1; Path=/' })))).close();
    const page = await extension.open(
      pages.put('/private', around(`<img src="${url}" width="210" height="240" alt="">`)),
    );
    const overlay = await overlayOf(page);
    await extension.choose(page, 'remove-background', url);
    await overlay.until('Undo');
    expect(await overlay.tags()).toContain('CANVAS');
    expect(await page.evaluate(() => document.images[0]?.currentSrc)).toBe(url);
    await page.close();
  });

  test('cancels, and leaves the page as it was', async () => {
    const page = await extension.open(pages.put('/cancel', around(`<img src="${photoUrl}">`)));
    const overlay = await overlayOf(page);
    const before = await page.evaluate(() => document.body.innerHTML);
    await extension.choose(page, 'remove-background', photoUrl);
    await overlay.until('Cancel');
    await overlay.press('Cancel');
    await expect.poll(() => overlay.text()).toBe('');
    await expect.poll(() => page.evaluate(() => document.body.innerHTML)).toBe(before);
    await page.close();
  });

  const refused = [
    [
      'a picture that is gone',
      '/gone.jpg',
      () => undefined,
      /pictures\.example no longer has this picture \(status 404\)/,
    ],
    [
      'a refusal',
      '/forbidden.jpg',
      () => pictures.put('/forbidden.jpg', (response) => response.writeHead(403).end()),
      /refuses to hand out/,
    ],
    [
      'something that is no picture',
      '/text.jpg',
      () => pictures.put('/text.jpg', { body: 'Just words, no picture.', type: 'image/jpeg' }),
      /not (a|an) (picture|image)/i,
    ],
    [
      'a picture of nobody',
      '/nobody.png',
      async () => pictures.put('/nobody.png', { body: await emptyPhoto(), type: 'image/png' }),
      /Nobody was seen/,
    ],
  ] as const;
  test.for(refused)('says what is wrong with %s', async ([, path, serve, sentence]) => {
    await serve();
    const url = pictures.origin + path;
    const page = await extension.open(
      pages.put(`/wrong${path}`, around(`<img src="${url}" width="300" height="200" alt="">`)),
    );
    const overlay = await overlayOf(page);
    const before = await page.evaluate(() => document.body.innerHTML);
    await extension.choose(page, 'remove-background', url);
    expect(await overlay.until('Close')).toMatch(sentence);
    expect(await page.evaluate(() => document.body.innerHTML)).toBe(before);
    await overlay.press('Close');
    await expect.poll(() => overlay.text()).toBe('');
    await page.close();
  });

  test('a picture of nobody can be cut out by hand', async () => {
    const url = pictures.put('/by-hand.png', { body: await emptyPhoto(), type: 'image/png' });
    const page = await extension.open(pages.put('/by-hand', around(`<img src="${url}" alt="">`)));
    const overlay = await overlayOf(page);
    await extension.choose(page, 'remove-background', url);
    await overlay.until('Select it yourself');
    await overlay.press('Select it yourself');
    const editor = await extension.opened('editor/editor.html');
    await editor.waitForSelector('[data-state=editing]', { timeout: PATIENCE });
    expect(await editor.evaluate(() => document.querySelector<HTMLSelectElement>('#view')?.value)).toBe('overlay');
    expect(await editor.evaluate(() => document.body.dataset.panel)).toBe('choose');
    await expect.poll(() => overlay.text()).toBe('');
    await editor.close();
    await page.close();
  });
});

const alphaOfFirstImage = async () => {
  const image = document.images[0] as HTMLImageElement;
  const picture = await createImageBitmap(await (await fetch(image.currentSrc)).blob());
  const { width, height } = picture;
  const context = new OffscreenCanvas(width, height).getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.drawImage(picture, 0, 0);
  const alpha = (x: number, y: number) => context.getImageData(x, y, 1, 1).data[3];
  return { width, height, corner: alpha(2, 2), middle: alpha(width / 2, height / 2) };
};
