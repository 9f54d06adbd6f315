import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BROWSERS, type ExtensionUnderTest, QUICK, startExtension } from '../driver/extension-under-test.ts';
import { overlayOf } from '../driver/overlay.ts';
import type { Page } from '../driver/page.ts';
import { page as html, type Site, serveSite } from '../driver/site.ts';
import { personPhoto } from '../support/photo.ts';

const PATIENCE = 120_000;

const sources = () => [...document.images].map(({ currentSrc }) => currentSrc.replace(/^blob:.*/, 'cutout'));
const markup = () => document.documentElement.outerHTML;

describe.each(BROWSERS)('what pages do to a replaced picture in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;
  let site: Site;
  let photo: string;
  let other: string;

  beforeAll(async () => {
    site = await serveSite('localhost');
    const jpeg = await personPhoto();
    photo = site.put('/me.jpg', { body: jpeg, type: 'image/jpeg' });
    other = site.put('/other.jpg', { body: jpeg, type: 'image/jpeg' });
    extension = await startExtension({ browser, grantedHosts: ['http://localhost/*'], engine: QUICK });
  }, PATIENCE);

  afterAll(async () => {
    await extension?.close();
    await site.close();
  });

  const show = (page: Page) => page.evaluate(sources);
  const cutOut = async (path: string, body: string, headers = {}) => {
    const page = await extension.open(site.put(path, html(body, headers)));
    const overlay = await overlayOf(page);
    const before = await page.evaluate(markup);
    await extension.choose(page, 'remove-background', photo);
    await overlay.until('Undo', PATIENCE);
    return { page, overlay, before };
  };

  test('no trace before the first click, none after undo (privacy 18)', async () => {
    const { page, overlay, before } = await cutOut(
      '/exact',
      `<style>img{width:40%}</style><picture><source media="(min-width:1px)" srcset="${photo} 420w" sizes="40vw">
       <img alt="me" src="${photo}" style="color: red;  width:50%" loading="lazy" width="420" height="480"></picture>`,
    );
    expect(await page.evaluate(markup)).not.toBe(before);
    await overlay.press('Undo');
    await expect.poll(() => page.evaluate(markup)).toBe(before);
    await page.close();
  });

  test('a picture put back by the page stays cut out; another picture is the page’s', async () => {
    const { page, overlay } = await cutOut('/swap', `<img src="${photo}" alt="">`);
    await page.evaluate((url) => document.images[0]?.setAttribute('src', url), photo);
    await expect.poll(() => page.evaluate(() => document.images[0]?.getAttribute('src'))).toBe('');
    expect(await show(page)).toEqual(['cutout']);

    await page.evaluate((url) => document.images[0]?.setAttribute('src', url), other);
    await expect.poll(() => show(page)).toEqual([other]);
    await expect.poll(() => overlay.text()).toBe('');
    expect(await page.evaluate(() => document.body.innerHTML.trim())).toBe(`<img src="${other}" alt="">`);

    // A carousel comes back to it.
    await page.evaluate((url) => document.images[0]?.setAttribute('src', url), photo);
    await expect.poll(() => show(page)).toEqual(['cutout']);
    await page.close();
  });

  test('a page that insists on its own picture gets a canvas over it', async () => {
    const { page, overlay } = await cutOut(
      '/insists',
      `<img src="${photo}" alt=""><script>
        const image = document.images[0];
        new MutationObserver(() => {
          if (image.getAttribute('src') !== ${JSON.stringify(photo)}) image.src = ${JSON.stringify(photo)};
          if (image.hasAttribute('srcset')) image.removeAttribute('srcset');
        }).observe(image, { attributes: true });
      </script>`,
    );
    await expect.poll(overlay.tags).toContain('CANVAS');
    expect(await show(page)).toEqual([photo]);
    await overlay.press('Undo');
    await expect.poll(overlay.tags).toEqual([]);
    await page.close();
  });

  test('the result outlives its element, and shows in whatever brings the picture back', async () => {
    const { page, overlay } = await cutOut('/list', `<main><img src="${photo}" alt="first"></main>`);
    await page.evaluate(() => {
      const [image] = document.images;
      Object.assign(window, { kept: image });
      image?.remove();
      history.pushState({}, '', '/elsewhere');
    });
    await expect.poll(() => overlay.text()).toBe('');
    await expect.poll(() => page.evaluate(() => document.querySelector('matteo-overlay'))).toBeNull();
    const gone = () => (window as unknown as { kept: HTMLImageElement }).kept.getAttribute('srcset');
    await expect.poll(() => page.evaluate(gone)).toBeNull();

    await page.evaluate(
      (url) => document.querySelector('main')?.insertAdjacentHTML('beforeend', `<img src="${url}">`),
      photo,
    );
    await expect.poll(() => show(page)).toEqual(['cutout']);
    await page.evaluate(() => document.querySelector('main')?.replaceChildren());
    await expect.poll(() => show(page)).toEqual([]);
    await page.evaluate(() =>
      document.querySelector('main')?.append((window as unknown as { kept: HTMLImageElement }).kept),
    );
    await expect.poll(() => show(page)).toEqual(['cutout']);
    await page.close();
  });

  test('a job goes on in the corner when its picture goes', async () => {
    const page = await extension.open(site.put('/leaves', html(`<img src="${photo}" alt="">`)));
    const overlay = await overlayOf(page);
    await extension.choose(page, 'remove-background', photo);
    await overlay.until('Cancel');
    await page.evaluate(() => document.images[0]?.remove());
    await overlay.until('Save', PATIENCE);
    expect(await overlay.text()).not.toContain('Undo');
    expect(await overlay.tags()).toContain('CANVAS');
    await overlay.press('Close');
    await expect.poll(() => page.evaluate(() => document.querySelector('matteo-overlay'))).toBeNull();
    await page.close();
  });

  test('the cutout shows in a page that allows no blob, no data and no inline style', async () => {
    const policy = "default-src 'none'; img-src 'self'; style-src 'none'; script-src 'none'";
    const { page, overlay, before } = await cutOut('/strict', `<img src="${photo}" style="width:50px" alt="">`, {
      'content-security-policy': policy,
    });
    const width = () => document.images[0]?.getBoundingClientRect().width;
    const [wide, shown] = [await page.evaluate(width), await show(page)];
    expect(shown[0] === 'cutout' || (await overlay.tags()).includes('CANVAS')).toBe(true);
    await overlay.press('Undo');
    await expect.poll(() => page.evaluate(markup)).toBe(before);
    expect(await page.evaluate(width)).toBe(wide);
    expect(wide).toBeGreaterThan(50);
    await page.close();
  });

  test('the picture follows the layout when that changes', async () => {
    const { page } = await cutOut(
      '/fluid',
      `<div id="box" style="width:400px"><img alt="" srcset="${photo} 420w" sizes="100vw" src="${photo}" style="max-width:100%"></div>`,
    );
    const width = () => page.evaluate(() => document.images[0]?.getBoundingClientRect().width);
    expect(await width()).toBeCloseTo(400, 0);
    await page.evaluate(() => document.getElementById('box')?.style.setProperty('width', '250px'));
    await expect.poll(width).toBeCloseTo(250, 0);
    await page.close();
  });
});
