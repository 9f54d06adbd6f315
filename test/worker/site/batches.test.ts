import { readFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Served } from '../../../worker/serve.ts';
import { expectAccessible } from '../../browser/support/axe.ts';
import { drawnPhoto } from '../../fixtures/drawn.ts';
import { startBatches } from '../harness/batches.ts';
import { complaintsOf, launch } from './try-page.ts';

const TIMEOUT = 120_000;
let worker: Served;
let browser: Browser;
let page: Page;
let complaints: string[] = [];
beforeAll(async () => {
  worker = await startBatches();
  browser = await launch();
  page = await browser.newPage({ reducedMotion: 'reduce' });
  page.setDefaultTimeout(TIMEOUT);
  complaints = complaintsOf(page);
  await page.goto(`${worker.url}/batches`);
}, TIMEOUT);
afterAll(async () => {
  await browser?.close();
  await worker?.stop();
});
/** What was declined is told on the page; the browser lists it, too. */
afterEach(() => expect(complaints.filter((one) => !one.startsWith('Failed to load resource'))).toEqual([]));

const told = () => page.locator('#told').textContent();

it('says what is missing before anything is sent', { timeout: TIMEOUT }, async () => {
  await page.locator('[name=token]').fill('one');
  await page.getByRole('button', { name: 'Cut out' }).click();
  await expect.poll(told).toContain('Choose a folder');
});

it('cuts pictures out, names what has no result, and saves the others as an archive', {
  timeout: TIMEOUT,
}, async () => {
  const photo = await drawnPhoto(128);
  const mimeType = 'image/png';
  await page.locator('#pictures').setInputFiles([
    { name: 'a.png', mimeType, buffer: photo },
    { name: 'broken.png', mimeType, buffer: photo.subarray(0, 300) },
    { name: 'text.png', mimeType, buffer: Buffer.from('no picture') },
  ]);
  await page.getByRole('button', { name: 'Cut out' }).click();
  await expect.poll(told).toBe('1 cut out, 2 without a result.');
  expect(await page.locator('#failures dt').allTextContents()).toEqual(['text.png', 'broken.png']);
  await expectAccessible(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save the results' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^batch-[0-9a-f]{8}-0\.zip$/);
  const files = unzipSync(new Uint8Array(await readFile(await download.path())));
  expect(Object.keys(files)).toEqual(['a.png', 'failed.json']);
  await page.getByRole('button', { name: 'Remove them' }).click();
  await expect.poll(told).toBe('The batch is removed.');
});

it('tells why a token is declined, and fits a narrow window', { timeout: TIMEOUT }, async () => {
  await page.setViewportSize({ width: 360, height: 700 });
  await page.locator('[name=token]').fill('three');
  await page.getByRole('button', { name: 'Cut out' }).click();
  await expect.poll(told).toContain('The token is not one of this service');
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
});
