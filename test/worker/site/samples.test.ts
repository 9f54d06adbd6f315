import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Served } from '../../../worker/serve.ts';
import { startWorker } from '../harness/start.ts';
import { complaintsOf, download, launch, reaches } from './try-page.ts';

const TIMEOUT = 180_000;
let worker: Served;
let browser: Browser;
let page: Page;
let complaints: string[] = [];

beforeAll(async () => {
  worker = await startWorker();
  browser = await launch();
  page = await browser.newPage({ reducedMotion: 'reduce' });
  complaints = complaintsOf(page);
  await page.goto(worker.url);
}, TIMEOUT);
afterAll(async () => {
  await browser?.close();
  await worker?.stop();
});

it('cuts each sample out, without a doubt that it is a person', { timeout: TIMEOUT }, async () => {
  const samples = await page.locator('[data-sample]').all();
  expect(samples).toHaveLength(3);
  for (const sample of samples) {
    await sample.focus();
    await page.keyboard.press('Enter');
    await reaches(page, 'done');
    expect(await page.isVisible('#notice')).toBe(false);
    const { at, width, height, name } = await download(page, 'download-cutout');
    expect(name).toBe('sample-cutout.png');
    expect(at(width >> 1, Math.round(height * 0.6))[3]).toBeGreaterThan(250);
    expect(at(3, 3)[3]).toBeLessThan(5);
    await page.click('#start-over');
  }
  expect(complaints).toEqual([]);
});

it('says so where a sample can’t be fetched', { timeout: TIMEOUT }, async () => {
  await page.evaluate(() => document.querySelector('[data-sample]')?.setAttribute('data-sample', '/samples/none.webp'));
  await page.locator('[data-sample]').first().click();
  await page.waitForSelector('#notice:visible');
  expect(await page.textContent('#notice-text')).toMatch(/^The sample could not be fetched; .*\.$/);
});

it('has samples that don’t weigh on the page', async () => {
  const folder = 'worker/site/public/samples';
  const sizes = (await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size);
  expect((await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)).toBeLessThan(150 * 1024);
});
