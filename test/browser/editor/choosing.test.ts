import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawThing } from '../../fixtures/things.ts';
import { BROWSERS, type ExtensionUnderTest, startExtension } from '../driver/extension-under-test.ts';
import type { Page } from '../driver/page.ts';
import { openInEditor, pointOf, strokeWithMouse, untilShown } from './editor-page.ts';

const PATIENCE = 120_000;
type Place = [x: number, y: number];

/** The drawn dog before a wall, and places of it as shares of the picture. */
const DOG = 5;
const SIZE = { width: 400, height: 300 } as const;
const place = (x: number, y: number): Place => [x / SIZE.width, y / SIZE.height];
/** A loose box around it. */
const BOX = [place(116, 140), place(300, 276)] as const;
const RUMP = place(240, 210);
const NECK = place(165, 190);
const SPOT = place(217, 197);
/** In the box, but wall. */
const BESIDE = place(140, 250);

const shortly = ([x, y]: Place) => [[x, y] as Place, [x + 0.015, y + 0.005] as Place] as const;

const isKept = (red: number) => red > 250;
const isRemoved = (red: number) => red < 5;

const showMatte = (page: Page) =>
  page.evaluate(() => {
    const view = document.getElementById('view') as HTMLSelectElement;
    view.value = 'matte';
    view.dispatchEvent(new Event('change'));
  });

describe.each(BROWSERS)('choosing by hand in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;
  let picture: Buffer;
  beforeAll(async () => {
    const thing = await drawThing(DOG, SIZE.width, SIZE.height);
    const { width, height, data } = thing.picture;
    picture = await sharp(data, { raw: { width, height, channels: 4 } })
      .removeAlpha()
      .jpeg({ quality: 90 })
      .toBuffer();
    extension = await startExtension({ browser });
  }, PATIENCE);

  afterAll(() => extension?.close());

  const said = (page: Page) => () => page.textContent('#said');

  test('where nobody was seen the box is at hand; it cuts the dog out, and that is one step to undo', async () => {
    const page = await openInEditor(extension, { picture }, 'dog.jpg');
    expect(await page.evaluate(() => document.body.dataset.panel)).toBe('choose');
    expect(await page.textContent('#box-hint')).toContain('Draw a loose box');
    await showMatte(page);
    await strokeWithMouse(page, ...BOX);
    await expect.poll(said(page)).toBe('The content of the box is cut out.');
    await untilShown(page, RUMP, isKept);
    await untilShown(page, BESIDE, isRemoved);
    await untilShown(page, [0.02, 0.02], isRemoved);
    await page.keyboard.press('Control+z');
    await untilShown(page, RUMP, isRemoved);
    expect(await page.evaluate(() => document.querySelector<HTMLButtonElement>('#undo')!.disabled)).toBe(true);
    await page.keyboard.press('Control+Shift+z');
    await untilShown(page, RUMP, isKept);
    await page.close();
  });

  test('a smart stroke brings all of the fur, another takes a spot away; both can be undone', async () => {
    const page = await openInEditor(extension, { picture }, 'dog.jpg');
    await showMatte(page);
    await page.evaluate(() => document.querySelector<HTMLInputElement>('[name=choosing][value=keep]')!.click());
    await strokeWithMouse(page, ...shortly(RUMP));
    await untilShown(page, NECK, isKept);
    await untilShown(page, SPOT, isKept);
    await untilShown(page, BESIDE, isRemoved);
    await page.keyboard.press('x');
    expect(await page.evaluate(() => document.querySelector<HTMLInputElement>('[name=choosing]:checked')!.value)).toBe(
      'remove',
    );
    await page.evaluate(() => {
      const size = document.querySelector<HTMLInputElement>('#smart-size')!;
      size.value = '10';
      size.dispatchEvent(new Event('input'));
    });
    await strokeWithMouse(page, ...shortly(SPOT));
    await untilShown(page, place(203, 195), isRemoved);
    await untilShown(page, NECK, isKept);
    await untilShown(page, RUMP, isKept);
    await page.keyboard.press('Control+z');
    await untilShown(page, place(203, 195), isKept);
    await page.keyboard.press('Control+z');
    await untilShown(page, RUMP, isRemoved);
    await page.close();
  });

  test('the box is drawn by keyboard alone; Escape gives it up', async () => {
    const page = await openInEditor(extension, { picture }, 'dog.jpg');
    await showMatte(page);
    // The keyboard begins in the middle; an arrow goes a quarter of the brush, 10 CSS pixels.
    const middle = await pointOf(page, 0.5, 0.5);
    const [from, to] = [await pointOf(page, ...BOX[0]), await pointOf(page, ...BOX[1])];
    const go = async (key: string, way: number) => {
      for (let i = 0; i < Math.round(way / 10); i++) await page.keyboard.press(key);
    };
    await page.press('#stage', 'Enter');
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => document.getElementById('box')!.hidden)).toBe(true);
    await go('ArrowLeft', middle.x - from.x);
    await go('ArrowUp', middle.y - from.y);
    await page.keyboard.press('Enter');
    await expect.poll(said(page)).toContain('go to the opposite one');
    await go('ArrowRight', to.x - from.x);
    await go('ArrowDown', to.y - from.y);
    expect(await page.evaluate(() => document.getElementById('box')!.hidden)).toBe(false);
    await page.keyboard.press('Enter');
    await expect.poll(said(page)).toBe('The content of the box is cut out.');
    await untilShown(page, RUMP, isKept);
    await untilShown(page, BESIDE, isRemoved);
    await page.close();
  });
});
