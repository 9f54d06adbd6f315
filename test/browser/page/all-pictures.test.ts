import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALL_PICTURES } from '../../../extension/contracts/messages.ts';
import { BROWSERS, type ExtensionUnderTest, QUICK, startExtension } from '../driver/extension-under-test.ts';
import { overlayOf } from '../driver/overlay.ts';
import { page as html, type Site, serveSite } from '../driver/site.ts';
import { keepSettings } from '../options/settings.ts';
import { PHOTO, personPhoto } from '../support/photo.ts';
import { command } from './command.ts';

const PATIENCE = 120_000;

describe.each(BROWSERS)('after all pictures of a page in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;
  let site: Site;
  let people: string[];
  let broken: string;

  beforeAll(async () => {
    site = await serveSite('localhost');
    const body = await personPhoto();
    people = ['a', 'b'].map((folder) => site.put(`/${folder}/me.jpg`, { body, type: 'image/jpeg' }));
    broken = site.put('/broken.jpg', { body: 'no picture', type: 'image/jpeg' });
    extension = await startExtension({ browser, grantedHosts: ['http://localhost/*'], engine: QUICK });
  }, PATIENCE);

  afterAll(async () => {
    await extension?.close();
    await site?.close();
  });

  const cutOutAll = async (path: string, urls: readonly string[], around = (image: string) => image) => {
    const images = urls.map((url) => around(`<img src="${url}" alt="" width="210" height="240">`));
    const page = await extension.open(site.put(path, html(images.join('<p style="height:2000px">'))));
    const overlay = await overlayOf(page);
    await command(extension, page, ALL_PICTURES);
    const said = await overlay.until(`Pictures checked: ${urls.length} of ${urls.length}`, PATIENCE);
    return { page, overlay, said };
  };

  test('all cutouts are saved as one ZIP, under names of their own', async () => {
    const { page, overlay, said } = await cutOutAll('/zip', people);
    expect(said).not.toContain('Which pictures?');
    await overlay.press('Save all');
    await overlay.until('The ZIP is saved; cutouts in it: 2.', PATIENCE);
    const files = unzipSync(await extension.downloaded('Test page-cutouts.zip'));
    expect(Object.keys(files)).toEqual(['me-cutout.png', 'me-cutout (2).png']);
    for (const file of Object.values(files)) {
      expect(await sharp(file).metadata()).toMatchObject({ format: 'png', hasAlpha: true });
    }
    await keepSettings(extension, { fileName: '{n}-{name}-{width}x{height}' });
    await page.evaluate(() => {
      document.title = 'Numbered';
    });
    await overlay.press('Save all');
    const numbered = unzipSync(await extension.downloaded('Numbered-cutouts.zip'));
    const size = `${PHOTO.width}x${PHOTO.height}`;
    expect(Object.keys(numbered)).toEqual([`1-me-${size}.png`, `2-me-${size}.png`]);
    await keepSettings(extension, {});
    await page.close();
  });

  test('by keyboard: the focus stays on what can be pressed, from the first cutout to the end', async () => {
    const images = people.map((url) => `<img src="${url}" alt="" width="210" height="240">`).join('');
    const page = await extension.open(site.put('/keys', html(images)));
    const overlay = await overlayOf(page);
    await command(extension, page, ALL_PICTURES);
    await overlay.until('Cancel all');
    await page.keyboard.press('Tab');
    const focused = () => page.evaluate(() => document.activeElement?.localName);
    await expect.poll(focused).toBe('matteo-overlay');
    await overlay.until('Undo all', PATIENCE);
    expect(await focused()).toBe('matteo-overlay');
    await overlay.until('Pictures checked: 2 of 2', PATIENCE);
    expect(await focused()).toBe('matteo-overlay');
    await page.keyboard.press('Enter');
    await overlay.until(/The ZIP is saved/, PATIENCE);
    await page.close();
  });

  test('a lone one is saved as a picture', async () => {
    const { page, overlay } = await cutOutAll('/one', people.slice(0, 1));
    await overlay.press('Save all');
    await overlay.until('Saved.', PATIENCE);
    await extension.downloaded('me-cutout.png');
    await page.close();
  });

  test('those that failed are listed with the reason, and each is brought into sight with the focus', async () => {
    const { page, overlay, said } = await cutOutAll('/failed', [...people.slice(0, 1), broken]);
    const reason = /Not done: 1\. ([^·]+?) ·/.exec(said)?.[1];
    await overlay.press('Which pictures?');
    const before = await page.evaluate(() => document.images[1].outerHTML);
    await overlay.press(`broken.jpg${reason}`);
    const focused = () => page.evaluate(() => document.activeElement === document.images[1]);
    await expect.poll(focused).toBe(true);
    const inSight = () =>
      page.evaluate(() => {
        const { top, bottom } = document.images[1].getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
      });
    await expect.poll(inSight).toBe(true);
    await overlay.press('Close');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    expect(await page.evaluate(() => document.images[1].outerHTML)).toBe(before);
    await page.close();
  });

  test('*Undo all* takes back what is only then laid on its background, too', async () => {
    await keepSettings(extension, { background: { kind: 'blur' } });
    const images = people.map((url) => `<img src="${url}" alt="" width="210" height="240">`).join('');
    const page = await extension.open(site.put('/undone', html(images)));
    const overlay = await overlayOf(page);
    await command(extension, page, ALL_PICTURES);
    await overlay.until('Undo all', PATIENCE);
    // The last one is cut out, and its background is made.
    const jobs = async () => (await extension.background()).evaluate(() => chrome.action.getBadgeText({}));
    await expect.poll(jobs, { timeout: PATIENCE, interval: 20 }).toBe('');
    await overlay.press('Undo all');
    // When another one is done, that one was long before.
    const other = site.put('/other.jpg', { body: await personPhoto(), type: 'image/jpeg' });
    await page.evaluate((src) => document.body.append(Object.assign(new Image(210, 240), { src })), other);
    await extension.choose(page, 'remove-background', other);
    await overlay.until('Copy', PATIENCE);
    expect(await page.evaluate(() => [...document.images].slice(0, 2).map(({ currentSrc }) => currentSrc))).toEqual(
      people,
    );
    await page.close();
    await keepSettings(extension, {});
  });

  test('one in a link gets the focus by its link', async () => {
    const { page, overlay, said } = await cutOutAll('/linked', [broken], (image) => `<a href="#x">${image}</a>`);
    await overlay.press('Which pictures?');
    await overlay.press(`broken.jpg${/Not done: 1\. ([^·]+?) ·/.exec(said)?.[1]}`);
    await expect.poll(() => page.evaluate(() => document.activeElement?.localName)).toBe('a');
    await page.close();
  });
});
