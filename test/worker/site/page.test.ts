import { readFile } from 'node:fs/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Served } from '../../../worker/serve.ts';
import { findChromium } from '../../browser/chromium/chromium.ts';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { silhouette } from '../../fixtures/files/photo.ts';
import { startWorker } from '../harness/start.ts';

const TIMEOUT = 150_000;
const HEIGHT = 384;
const WIDTH = (HEIGHT * 3) / 4;

let worker: Served;
let browser: Browser;
let page: Page;
let portrait: { name: string; mimeType: string; buffer: Buffer };
/** What the page complained about: errors, and whatever its CSP stopped. */
let complaints: string[] = [];

beforeAll(async () => {
  portrait = { name: 'Aunt Ada.v2.png', mimeType: 'image/png', buffer: await drawnPortrait(HEIGHT) };
  worker = await startWorker();
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-quic'] });
  page = await browser.newPage({ reducedMotion: 'reduce' });
  page.setDefaultTimeout(TIMEOUT);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(worker.url);
}, TIMEOUT);
afterAll(async () => {
  await browser?.close();
  await worker?.stop();
});

/** The page is loaded once, its engine warm; each test starts over. */
beforeEach(async () => {
  complaints = [];
  if (await page.locator('#start-over').isVisible()) await page.locator('#start-over').click();
  await reaches('empty');
});
afterEach(() => expect(complaints).toEqual([]));

const choose = (file: typeof portrait) => page.locator('#chooser').setInputFiles(file);
const reaches = (state: 'empty' | 'working' | 'done') => page.waitForSelector(`body[data-state=${state}]`);
const textOf = (id: string) => page.locator(`#${id}`).textContent();

async function download(id: string) {
  const [saved] = await Promise.all([page.waitForEvent('download'), page.locator(`#${id}`).click()]);
  const { data, info } = await sharp(await readFile(await saved.path()))
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { name: saved.suggestedFilename(), data, info };
}

describe('the try page in Chromium', () => {
  it('cuts a chosen picture out, and offers cutout and matte', { timeout: TIMEOUT }, async () => {
    expect(await page.evaluate('crossOriginIsolated')).toBe(true);
    await choose(portrait);
    await reaches('working');
    expect(await page.locator('#cancel').isVisible()).toBe(true);
    await reaches('done');

    expect(await textOf('picture-size')).toBe(`${WIDTH} × ${HEIGHT}`);
    expect(await textOf('summary')).toMatch(/^Done in [\d.]+ m?s on the (processor|graphics card)/);
    expect(await textOf('timings')).toContain('Drawing the mask');

    const cutout = await download('download-cutout');
    expect(cutout.name).toBe('Aunt Ada.v2-cutout.png');
    expect(cutout.info).toMatchObject({ width: WIDTH, height: HEIGHT, channels: 4 });
    const matte = await download('download-matte');
    expect(matte.name).toBe('Aunt Ada.v2-matte.png');
    expect(matte.info).toMatchObject({ width: WIDTH, height: HEIGHT });

    const alphaAt = (x: number, y: number) => cutout.data[(y * WIDTH + x) * 4 + 3];
    expect(alphaAt(WIDTH / 2, Math.round(HEIGHT * 0.45))).toBeGreaterThan(250);
    expect(alphaAt(4, 4)).toBeLessThan(5);
  });

  it('says what is wrong with a file and keeps the picture it had', { timeout: TIMEOUT }, async () => {
    const text = { name: 'notes.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('not a picture') };
    await choose(text);
    await page.waitForSelector('#notice:visible');
    expect(await textOf('notice-text')).toMatch(/^[A-Z].* picture.*\.$/);
    await reaches('empty');

    await choose(portrait);
    await reaches('done');
    expect(await page.locator('#notice').isVisible()).toBe(false);
    const before = await page.locator('#download-cutout').getAttribute('href');
    await choose(text);
    await page.waitForSelector('#notice:visible');
    await reaches('done');
    expect(await page.locator('#download-cutout').getAttribute('href')).toBe(before);
    expect(await textOf('picture-name')).toBe('Aunt Ada.v2');
    expect(await page.locator('#cutout').isVisible()).toBe(true);
  });

  it('shows what may be no person, says so, and offers the ways on', { timeout: TIMEOUT }, async () => {
    await choose({ name: 'shadow.png', mimeType: 'image/png', buffer: await silhouette() });
    await reaches('done');
    await page.waitForSelector('#notice:visible');
    expect(await textOf('notice-text')).toMatch(/^Not sure this is a person; .*\.$/);
    expect(await page.locator('#notice-ways button').allTextContents()).toEqual([
      'Keep it',
      'Another picture',
      'Start over',
    ]);
    expect(await page.locator('#cutout').isVisible()).toBe(true);
    await page.locator('#notice-ways button', { hasText: 'Keep it' }).click();
    expect(await page.locator('#notice').isVisible()).toBe(false);
    expect(await page.locator('#cutout').isVisible()).toBe(true);
  });

  it('stops when told to, and works again afterwards', { timeout: TIMEOUT }, async () => {
    // Large enough to be still at work when told.
    const buffer = await sharp(portrait.buffer).resize({ height: 4000 }).png({ compressionLevel: 1 }).toBuffer();
    await choose({ ...portrait, buffer });
    await reaches('working');
    await page.locator('#cancel').click();
    await reaches('empty');
    expect(await textOf('status')).toBe('Cancelled.');
    await choose(portrait);
    await reaches('done');
  });

  it('cuts the picture out again at another quality, and keeps the choice', { timeout: TIMEOUT }, async () => {
    const chosen = () => page.locator('#quality input:checked').getAttribute('value');
    const choosing = (quality: string) => page.locator(`#quality input[value=${quality}]`).check({ force: true });
    const fetched: string[] = [];
    page.on('request', (request) => fetched.push(request.url()));
    await choose(portrait);
    await reaches('done');
    expect([await chosen(), fetched.filter((url) => url.includes('modnet'))]).toEqual(['auto', []]);
    expect(await textOf('summary')).not.toContain('fine edges');

    await choosing('fine');
    await reaches('working');
    await reaches('done');
    expect(await textOf('picture-name')).toBe('Aunt Ada.v2');
    expect(await textOf('summary')).toContain('on the processor, with fine edges');
    expect(fetched.filter((url) => url.includes('modnet'))).toEqual([
      expect.stringMatching(/\/models\/modnet-int8\.[0-9a-f]{8}\.onnx$/),
    ]);

    await page.reload();
    expect(await chosen()).toBe('fine');
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    expect(await chosen()).toBe('auto');
  });

  it('compares by keyboard and shows the cutout on a chosen background', { timeout: TIMEOUT }, async () => {
    await choose(portrait);
    await reaches('done');
    const compare = page.locator('#compare');
    await compare.press('End');
    expect(await compare.getAttribute('aria-valuetext')).toBe('100 % original');
    await compare.press('Home');
    expect(await compare.getAttribute('aria-valuetext')).toBe('0 % original');
    await page.locator('#background input[value="#00b140"]').check({ force: true });
    await page.waitForSelector('#frame[aria-busy=false]');
    const shown = sharp(await page.locator('#frame').screenshot());
    const { dominant } = await shown.extract({ left: 30, top: 4, width: 20, height: 20 }).stats();
    expect(dominant.g).toBeGreaterThan(dominant.r + 100);
  });
});
