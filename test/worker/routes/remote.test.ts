import { type Browser, chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Served } from '../../../worker/serve.ts';
import { findChromium } from '../../browser/chromium/chromium.ts';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { startWorker } from '../harness/start.ts';

const TIMEOUT = 120_000;

let worker: Served;
let browser: Browser;
let page: Page;
let portrait: { name: string; mimeType: string; buffer: Buffer };
/** Copies of pictures that left the page. */
let sent: { path: string; width: number; height: number }[] = [];

beforeAll(async () => {
  portrait = { name: 'ada.png', mimeType: 'image/png', buffer: await drawnPortrait(384) };
  worker = await startWorker();
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-quic'] });
}, TIMEOUT);
afterAll(async () => {
  await browser?.close();
  await worker?.stop();
});

/** A browser that can run nothing: the networks never arrive. */
beforeEach(async () => {
  sent = [];
  await page?.context().close();
  // What a service worker fetches passes by the route below.
  const context = await browser.newContext({ serviceWorkers: 'block' });
  await context.route('**/*.onnx', (route) => route.abort());
  page = await context.newPage();
  page.setDefaultTimeout(TIMEOUT);
  page.on('request', async (request) => {
    if (!request.url().includes('/v1/mattes')) return;
    const { width = 0, height = 0 } = await sharp(request.postDataBuffer() ?? Buffer.alloc(0)).metadata();
    sent.push({ path: new URL(request.url()).search, width, height });
  });
  await page.goto(worker.url);
});

const answer = (label: string) => page.locator('#notice-ways button', { hasText: label }).click();
const choose = async () => {
  await page.locator('#chooser').setInputFiles(portrait);
};

describe('the try page in a browser that can run nothing', { timeout: TIMEOUT }, () => {
  it('asks before it sends a small copy to its own server, which finds the person', async () => {
    await choose();
    await page.waitForSelector('#notice-ways button');
    expect(await page.locator('#notice-text').textContent()).toMatch(
      new RegExp(
        `at most 512 pixels of this picture, without its name or address, is sent to ${new URL(worker.url).host}`,
      ),
    );
    expect(sent).toEqual([]);
    // The focus is on the question, and not on an answer that a stray key would give.
    await page.waitForFunction(() => document.activeElement?.id === 'notice-text');
    await answer('Send this time');
    await page.waitForSelector('body[data-state=done]');
    expect(await page.locator('#summary').textContent()).toMatch(/on a server, with your consent$/);
    expect(await page.locator('#picture-size').textContent()).toBe('288 × 384');
    expect(sent).toEqual([
      { path: '?output=coarse&model=lite', width: 256, height: 256 },
      { path: '?output=coarse', width: 384, height: 512 },
    ]);
    const alphaAt = await page.evaluate(async () => {
      const bitmap = await createImageBitmap(document.querySelector<HTMLImageElement>('#cutout') as HTMLImageElement);
      const context = new OffscreenCanvas(288, 384).getContext('2d') as OffscreenCanvasRenderingContext2D;
      context.drawImage(bitmap, 0, 0);
      return [context.getImageData(4, 4, 1, 1).data[3], context.getImageData(144, 173, 1, 1).data[3]];
    });
    expect(alphaAt).toEqual([0, 255]);
  });

  it('sends nothing after a no', async () => {
    await choose();
    await answer('No');
    await page.waitForSelector('#notice', { state: 'hidden' });
    expect(await page.locator('body').getAttribute('data-state')).toBe('empty');
    expect(sent).toEqual([]);
  });

  it('keeps an “Always” over a reload', async () => {
    await choose();
    await answer('Always');
    await page.waitForSelector('body[data-state=done]');
    await page.reload();
    sent = [];
    await choose();
    await page.waitForSelector('body[data-state=done]');
    expect(sent).toHaveLength(2);
  });
});
