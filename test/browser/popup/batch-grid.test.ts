import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import type { ChromiumExtension } from '../chromium/chromium-extension.ts';
import { startExtension } from '../driver/extension-under-test.ts';
import { keepSettings } from '../options/settings.ts';
import { expectAccessible } from '../support/axe.ts';
import { standInEngine } from '../support/stood-in-engine.ts';
import { resize, tooWide } from '../support/too-wide.ts';
import { countUrls, liveUrls } from '../support/urls.ts';

const PATIENCE = 120_000;
const COUNT = 7;

describe('a list as a grid, and its pictures large', { timeout: PATIENCE }, () => {
  let extension: ChromiumExtension;
  let portrait: Buffer;

  beforeAll(async () => {
    [portrait, extension] = await Promise.all([drawnPortrait(320), startExtension({})]);
    const { width = 0, height = 0 } = await sharp(portrait).metadata();
    const left = { create: { width: width >> 2, height, channels: 4, background: '#000' } } as const;
    const cutout = sharp(portrait).ensureAlpha();
    cutout.composite([{ input: left, left: 0, top: 0, blend: 'dest-out' }]);
    await standInEngine(extension.context, { cutout: await cutout.png().toBuffer(), matte: portrait });
    await countUrls(extension.context);
  }, PATIENCE);
  afterAll(() => extension?.close());

  const open = async () => {
    const page = await extension.open(extension.extensionPage('batch/batch.html'));
    const files = Array.from({ length: COUNT }, (_, i) => ({
      name: `${i}.png`,
      mimeType: 'image/png',
      buffer: portrait,
    }));
    await page.setInputFiles('#chooser', files);
    await expect.poll(() => page.locator('#list > li.done').count()).toBe(COUNT);
    return page;
  };
  const close = async (page: Page) => {
    await page.click('#clear-list');
    await page.close();
  };
  const focused = (page: Page) =>
    page.evaluate(
      () => document.activeElement?.closest('li')?.querySelector('.name')?.textContent ?? document.activeElement?.id,
    );
  const pressing = async (page: Page, key: string) => {
    await page.keyboard.press(key);
    return focused(page);
  };
  const shown = (page: Page) =>
    expect.poll(() => page.evaluate(() => document.querySelector('#large-stage')?.ariaBusy)).toBe('false');
  const transform = (page: Page) =>
    page.evaluate(() => new DOMMatrix(getComputedStyle(document.querySelector('#large-image') as Element).transform));

  test('the choice is kept, arrow keys lead from picture to picture, Delete takes one out', async () => {
    const page = await open();
    await page.check('[name=list-view][value=grid]');
    expect(await page.locator('#list.grid').count()).toBe(1);
    const [first, list] = await Promise.all(
      ['#list .thumbnail', '#list'].map((each) => page.locator(each).first().boundingBox()),
    );
    expect(first?.width).toBeGreaterThan(190);
    const columns = await page.evaluate(() => {
      const tops = [...document.querySelectorAll<HTMLElement>('#list > li')].map(({ offsetTop }) => offsetTop);
      return tops.filter((top) => top === tops[0]).length;
    });
    expect(columns).toBe(Math.floor(((list?.width ?? 0) + 16) / (13 * 16 + 16)));
    await page.focus('#list .thumbnail');
    const way = [];
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp', 'End', 'Home'])
      way.push(await pressing(page, key));
    const [right, down] = [1, columns + 1];
    expect(way).toEqual([right, down, down - 1, 0, COUNT - 1, 0].map((i) => `${i}.png`));
    await page.evaluate(() => {
      document.documentElement.dir = 'rtl';
    });
    expect(await pressing(page, 'ArrowLeft')).toBe('1.png');
    expect(await pressing(page, 'Delete')).toBe('2.png');
    expect(await page.locator('#list > li').count()).toBe(COUNT - 1);
    const beside = await extension.open(extension.extensionPage('batch/batch.html'));
    await expect.poll(() => beside.locator('#list.grid').count()).toBe(1);
    await beside.close();
    await close(page);
  });

  test('a picture is shown large: others by arrow keys, the original, zoom and pan; Escape leads back to it', async () => {
    const page = await open();
    await page.focus('#list .thumbnail');
    await page.keyboard.press('Enter');
    await shown(page);
    expect(await page.textContent('.large-what')).toMatch(/0\.png\s+1 of 7/);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    expect(await page.textContent('.large-what')).toMatch(/5\.png\s+6 of 7/);
    await page.keyboard.press('c');
    await expect.poll(() => page.getAttribute('#large-image', 'alt')).toBe('Original');
    expect(await page.getAttribute('#large-compare', 'aria-pressed')).toBe('true');
    await page.keyboard.press('c');
    await expect.poll(() => page.getAttribute('#large-image', 'alt')).toBe('Cutout');
    await shown(page);
    for (let i = 0; i < 4; i++) await page.keyboard.press('+');
    await expect.poll(async () => (await transform(page)).a).toBeCloseTo(1.5 ** 4);
    await page.keyboard.press('Shift+ArrowDown');
    await expect.poll(async () => (await transform(page)).f).toBe(-80);
    const { x, y, width, height } = (await page.locator('#large-stage').boundingBox()) as {
      x: number;
      y: number;
      width: number;
      height: number;
    };
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width / 2, y + height / 2 + 50, { steps: 5 });
    await page.mouse.up();
    await expect.poll(async () => (await transform(page)).f).toBe(-30);
    await page.mouse.wheel(0, -400);
    await expect.poll(async () => (await transform(page)).a).toBeCloseTo(2 * 1.5 ** 4);
    await page.keyboard.press('0');
    await expect.poll(async () => (await transform(page)).isIdentity).toBe(true);
    await expect.poll(() => liveUrls(page)).toBe(1);
    await page.keyboard.press('Escape');
    await expect.poll(() => focused(page)).toBe('5.png');
    await expect.poll(() => liveUrls(page)).toBe(0);
    await close(page);
  });

  test('small pictures lie on the colour that was chosen, and the large one is what would be saved', async () => {
    const page = await open();
    await page.selectOption('#batch-background', 'colour');
    await page.fill('#batch-colour', '#0000ff');
    await page.selectOption('#batch-crop', '16:9');
    const behind = () =>
      page.evaluate(() => getComputedStyle(document.querySelector('.thumbnail') as Element).backgroundColor);
    await expect.poll(behind).toBe('rgb(0, 0, 255)');
    await page.click('#list .thumbnail');
    const proportions = () =>
      page.evaluate(() => {
        const { naturalWidth, naturalHeight } = document.querySelector('#large-image') as HTMLImageElement;
        return naturalWidth / naturalHeight;
      });
    await expect.poll(proportions).toBeCloseTo(16 / 9, 1);
    await page.keyboard.press('Escape');
    await close(page);
  });

  test('small pictures in sight lie on their originals, out of focus, where that is chosen', async () => {
    const page = await open();
    const alpha = (nth: number) =>
      page.evaluate((nth) => {
        const image = document.querySelector<HTMLImageElement>(`#list > li:nth-child(${nth}) .thumbnail img`);
        const context = new OffscreenCanvas(1, 1).getContext('2d');
        if (image?.complete) context?.drawImage(image, -5, -image.naturalHeight >> 1);
        return context?.getImageData(0, 0, 1, 1).data[3];
      }, nth);
    await expect.poll(() => alpha(1)).toBe(0);
    await page.evaluate(() => scrollTo(0, 0));
    await page.selectOption('#batch-background', 'blur');
    await expect.poll(() => alpha(1)).toBe(255);
    expect(await alpha(COUNT)).toBe(0);
    await page.focus(`#list > li:nth-child(${COUNT}) .thumbnail`);
    await expect.poll(() => alpha(COUNT)).toBe(255);
    await page.selectOption('#batch-background', 'none');
    await expect.poll(() => alpha(COUNT)).toBe(0);
    await close(page);
  });

  test('two fingers zoom the large picture', async () => {
    const page = await open();
    await page.click('#list .thumbnail');
    await shown(page);
    const session = await extension.context.newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', apart?: number) =>
      session.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: apart ? [-1, 1].map((side, id) => ({ x: 500 + (side * apart) / 2, y: 350, id })) : [],
      });
    await touch('touchStart', 100);
    for (const apart of [140, 200, 250, 300]) await touch('touchMove', apart);
    await touch('touchEnd');
    await expect.poll(async () => (await transform(page)).a).toBeCloseTo(3, 1);
    await page.keyboard.press('Escape');
    await close(page);
  });

  test('axe finds nothing serious; what is pressed shows where colours are forced', async () => {
    const page = await open();
    await page.check('[name=list-view][value=grid]', { force: true });
    await expectAccessible(page);
    await page.click('#list .thumbnail');
    await shown(page);
    await expectAccessible(page);
    await page.keyboard.press('c');
    await page.emulateMedia({ forcedColors: 'active' });
    const outline = await page.evaluate(
      () => getComputedStyle(document.querySelector('#large-compare') as Element).outlineStyle,
    );
    expect(outline).toBe('solid');
    await page.keyboard.press('Escape');
    await close(page);
  });

  test.each(['de', 'ja', 'pt_BR'])(
    'the layout holds in %s, in a narrow window, at a double size of text and from right to left',
    async (language) => {
      await keepSettings(extension, { language });
      const page = await open();
      const hold = async (width: number) => {
        await resize(page, width);
        for (const view of ['rows', 'grid']) {
          await page.check(`[name=list-view][value=${view}]`, { force: true });
          await expect.poll(() => page.evaluate(tooWide)).toEqual([]);
          await page.click('#list .thumbnail');
          await shown(page);
          await expect.poll(() => page.evaluate(tooWide)).toEqual([]);
          await expect
            .poll(async () => (await page.locator('#large-stage').boundingBox())?.height)
            .toBeGreaterThan(300);
          await page.keyboard.press('Escape');
        }
      };
      await hold(360);
      await page.evaluate(() => {
        document.documentElement.dir = 'rtl';
      });
      await hold(360);
      await page.evaluate(() => {
        document.documentElement.style.fontSize = '200%';
      });
      await hold(720);
      await close(page);
      await keepSettings(extension, {});
    },
  );
});
