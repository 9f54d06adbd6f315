import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Served } from '../../../worker/serve.ts';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { startWorker } from '../harness/start.ts';
import { complaintsOf, download, launch, reaches } from './try-page.ts';

const TIMEOUT = 120_000;
const HEIGHT = 384;
const WIDTH = (HEIGHT * 3) / 4;

let worker: Served;
let browser: Browser;
let page: Page;
let portrait: Buffer;
let complaints: string[] = [];

beforeAll(async () => {
  portrait = await drawnPortrait(HEIGHT);
  worker = await startWorker();
  browser = await launch();
  page = await browser.newPage({ reducedMotion: 'reduce' });
  complaints = complaintsOf(page);
  await page.goto(worker.url);
  await page.setInputFiles('#chooser', { name: 'ada.png', mimeType: 'image/png', buffer: portrait });
  await reaches(page, 'done');
}, TIMEOUT);
afterAll(async () => {
  await browser?.close();
  await worker?.stop();
});
afterEach(() => expect(complaints).toEqual([]));

const radio = (value: string) => page.locator(`#background input[value="${value}"]`);
const choose = (value: string) => radio(value).check({ force: true });
const drawn = (colour: string) =>
  sharp({ create: { width: 64, height: 64, channels: 3, background: colour } })
    .png()
    .toBuffer();
const giveOwn = (buffer: Buffer) =>
  page.setInputFiles('#background-chooser', { name: 'wall.png', mimeType: 'image/png', buffer });

/** The download, which must be the very file that is shown. */
async function finished() {
  const file = await download(page, 'download-cutout');
  const [shown, offered] = await page.evaluate(() => [
    document.querySelector<HTMLImageElement>('#cutout')?.src,
    document.querySelector<HTMLAnchorElement>('#download-cutout')?.href,
  ]);
  expect(shown).toBe(offered);
  expect([file.name, file.width, file.height]).toEqual(['ada-cutout.png', WIDTH, HEIGHT]);
  return file;
}

it('downloads what it shows: a colour, a gradient, its own background blurred, a picture, nothing', {
  timeout: TIMEOUT,
}, async () => {
  await choose('#00b140');
  expect((await finished()).at(4, 4)).toEqual([0, 177, 64, 255]);

  await page.fill('#colour', '#123456');
  expect(await radio('colour').isChecked()).toBe(true);
  expect((await finished()).at(4, 4)).toEqual([0x12, 0x34, 0x56, 255]);

  await choose('gradient');
  await page.fill('#gradient-top', '#ff0000');
  await page.fill('#gradient-bottom', '#0000ff');
  const gradient = await finished();
  expect(gradient.at(4, 0)[0]).toBeGreaterThan(250);
  expect(gradient.at(4, 0)[2]).toBeLessThan(5);
  const low = gradient.at(2, Math.round(HEIGHT * 0.5));
  expect(Math.abs(low[0] - low[2])).toBeLessThan(4);

  await choose('blur');
  const blurred = await finished();
  const { data } = await sharp(portrait).raw().toBuffer({ resolveWithObject: true });
  expect(blurred.at(4, 4)[3]).toBe(255);
  for (const channel of [0, 1, 2]) expect(Math.abs(blurred.at(4, 4)[channel] - data[channel])).toBeLessThan(60);

  expect(await radio('picture').isVisible()).toBe(false);
  await giveOwn(await drawn('#884422'));
  expect(await radio('picture').isChecked()).toBe(true);
  expect((await finished()).at(4, 4)).toEqual([0x88, 0x44, 0x22, 255]);

  await choose('none');
  expect((await finished()).at(4, 4)[3]).toBeLessThan(5);
});

it('says so while it lays a background for long', { timeout: TIMEOUT }, async () => {
  const busy = (is: string) =>
    page.evaluate((given) => document.querySelector('#frame')?.setAttribute('aria-busy', given), is);
  expect(await page.isVisible('.laying')).toBe(false);
  await busy('true');
  await page.waitForSelector('.laying:visible');
  await busy('false');
  await page.waitForSelector('.laying', { state: 'hidden' });
});

it('ends with what was chosen last, however fast the choices came', { timeout: TIMEOUT }, async () => {
  for (const value of ['blur', '#ffffff', 'gradient', '#000000', 'none', '#00b140']) await choose(value);
  expect((await finished()).at(4, 4)).toEqual([0, 177, 64, 255]);
});

it('keeps the choice for the next picture, and offers it for the clipboard', { timeout: TIMEOUT }, async () => {
  await choose('#ffffff');
  await page.setInputFiles('#chooser', { name: 'ada.png', mimeType: 'image/png', buffer: portrait });
  await reaches(page, 'working');
  await reaches(page, 'done');
  expect((await finished()).at(4, 4)).toEqual([255, 255, 255, 255]);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await choose('#000000');
  await page.click('#copy');
  await expect.poll(() => page.textContent('#copied')).toBe('The cutout is on the clipboard.');
  const corner = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const bitmap = await createImageBitmap(await item.getType('image/png'));
    const context = new OffscreenCanvas(1, 1).getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.drawImage(bitmap, 0, 0);
    return [...context.getImageData(0, 0, 1, 1).data];
  });
  expect(corner).toEqual([0, 0, 0, 255]);
});

it('says that a file is no picture, and goes back to none', { timeout: TIMEOUT }, async () => {
  await giveOwn(Buffer.from('no picture'));
  await page.waitForSelector('#notice:visible');
  expect(await page.textContent('#notice-text')).toMatch(/^[A-Z].*\.$/);
  expect(await radio('none').isChecked()).toBe(true);
  expect((await finished()).at(4, 4)[3]).toBeLessThan(5);
  await page.click('#notice-dismiss');
});

it('chooses by keyboard alone', { timeout: TIMEOUT }, async () => {
  const choosing = page.waitForEvent('filechooser');
  await radio('none').focus();
  await page.keyboard.press('ArrowRight');
  expect(await radio('#ffffff').isChecked()).toBe(true);
  expect((await finished()).at(4, 4)).toEqual([255, 255, 255, 255]);
  await page.focus('#choose-background');
  await page.keyboard.press('Enter');
  await (await choosing).setFiles({ name: 'wall.png', mimeType: 'image/png', buffer: await drawn('#336699') });
  expect((await finished()).at(4, 4)).toEqual([0x33, 0x66, 0x99, 255]);
});
