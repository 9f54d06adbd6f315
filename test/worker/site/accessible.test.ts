import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Served } from '../../../worker/serve.ts';
import { expectAccessible } from '../../browser/support/axe.ts';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { startWorker } from '../harness/start.ts';
import { complaintsOf, launch, reaches } from './try-page.ts';

const TIMEOUT = 180_000;
let worker: Served;
let browser: Browser;
let page: Page;
let complaints: string[] = [];

beforeAll(async () => {
  worker = await startWorker();
  browser = await launch();
  page = await browser.newPage({ reducedMotion: 'reduce' });
  page.setDefaultTimeout(TIMEOUT);
  complaints = complaintsOf(page);
  await page.goto(worker.url);
}, TIMEOUT);
afterAll(async () => {
  await browser?.close();
  await worker?.stop();
});
afterEach(() => expect(complaints).toEqual([]));

const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.outerHTML.slice(0, 60));
/** How far the page, or anything in it, reaches beyond the window. */
const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** Everything that is offered with a result: the gradient's colours, an own picture, what is kept. */
async function fill() {
  await page.setInputFiles('#background-chooser', {
    name: 'wall.png',
    mimeType: 'image/png',
    buffer: await drawnPortrait(64),
  });
  await page.locator('#background input[value=gradient]').check({ force: true });
  await page.waitForSelector('#frame[aria-busy=false]');
  await page.waitForSelector('#offline-keep:visible');
}

it('leads from a sample to its download by the keyboard alone, and always shows where it is', {
  timeout: TIMEOUT,
}, async () => {
  await page.keyboard.press('Tab');
  for (let presses = 0; !(await focused())?.includes('data-sample'); presses++) {
    expect(presses).toBeLessThan(5);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await reaches(page, 'done');
  await expect.poll(focused).toBe('picture-name');
  await fill();
  await page.focus('#picture-name');
  const seen: string[] = [];
  while (seen.at(-1) !== 'summary') {
    await page.keyboard.press('Tab');
    seen.push(String(await focused()));
    expect(seen.length, seen.join()).toBeLessThan(30);
    const isShown = await page.evaluate(() => {
      const active = document.activeElement as HTMLElement;
      const shown = active.matches('input[type=radio]') ? (active.nextElementSibling as HTMLElement) : active;
      return getComputedStyle(shown).outlineStyle !== 'none';
    });
    expect(isShown, seen.at(-1)).toBe(true);
  }
  expect(seen).toEqual([
    ...['compare', 'colour'],
    expect.stringContaining('value="gradient"'),
    ...['choose-background', 'gradient-top', 'gradient-bottom', 'zoom-fit'],
    ...['download-cutout', 'download-matte', 'copy'],
    expect.stringContaining('data-choose'),
    'start-over',
    expect.stringContaining('value="auto"'),
    ...['offline-keep', 'summary'],
  ]);
});

it('gives axe nothing serious to find: at first, with a result, with what is kept, with a failure', {
  timeout: TIMEOUT,
}, async () => {
  await expectAccessible(page);
  await page.click('#offline-keep');
  await page.waitForSelector('#offline[data-state=kept]');
  await page.setInputFiles('#chooser', { name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await page.waitForSelector('#notice:visible');
  await expectAccessible(page);
  await page.click('#start-over');
  await expectAccessible(page);
  await page.locator('[data-sample]').first().click();
  await reaches(page, 'done');
});

it('fits 360 pixels, from right to left too, and with letters of double size', { timeout: TIMEOUT }, async () => {
  for (const state of ['done', 'empty']) {
    if (state === 'empty') await page.click('#start-over');
    await page.setViewportSize({ width: 360, height: 740 });
    for (const dir of ['ltr', 'rtl']) {
      await page.evaluate((given) => document.documentElement.setAttribute('dir', given), dir);
      expect(await overflow(), `${state}, ${dir}`).toBe(0);
      await expectAccessible(page);
    }
    await page.setViewportSize({ width: 720, height: 900 });
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
    expect(await overflow(), `${state}, double size`).toBe(0);
    await page.evaluate(() => document.documentElement.style.removeProperty('font-size'));
  }
});

it('moves nothing where less motion is wanted', { timeout: TIMEOUT }, async () => {
  const moving = () => page.evaluate(() => document.getAnimations().length);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await expect.poll(moving).toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect.poll(moving).toBe(0);
});

it('keeps its colours apart where colours are forced', { timeout: TIMEOUT }, async () => {
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await page.locator('[data-sample]').first().click();
  await reaches(page, 'done');
  const colourOf = (selector: string) =>
    page.evaluate((wanted) => getComputedStyle(document.querySelector(wanted) as Element).backgroundColor, selector);
  expect(await colourOf('.swatch.green')).toBe('rgb(0, 177, 64)');
  const [chosen, other] = await page.evaluate(() =>
    ['fit', '1'].map(
      (value) => getComputedStyle(document.querySelector(`#zoom [value="${value}"] + span`) as Element).outlineStyle,
    ),
  );
  expect(chosen).not.toBe(other);
});
