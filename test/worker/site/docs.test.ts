import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Served } from '../../../worker/serve.ts';
import { findChromium } from '../../browser/chromium/chromium.ts';
import { drawnPhoto } from '../../fixtures/drawn.ts';
import { startWorker } from '../harness/start.ts';

let worker: Served;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  worker = await startWorker({ bindings: { API_TOKENS: 'the-token' } });
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-quic'] });
  page = await browser.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => /Content.Security/.test(message.text()) && complaints.push(message.text()));
  await page.goto(`${worker.url}/docs`);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await worker?.stop();
});

it('the page of the API shows every operation with a call from a shell, and breaks no rule of its CSP', {
  timeout: 60_000,
}, async () => {
  const { paths } = await (await fetch(`${worker.url}/openapi.json`)).json();
  for (const path of Object.keys(paths))
    expect(await page.locator('article h3', { hasText: path }).count()).toBeGreaterThan(0);
  const operations = Object.values(paths).flatMap((methods) => Object.keys(methods as object));
  expect(await page.locator('article').count()).toBe(operations.length);
  for (const shell of await page.locator('article .shell').all()) expect(await shell.textContent()).toContain('curl');
  expect(await page.locator('.opening .shell').textContent()).toBe(`export MATTEO=${worker.url}`);
  expect(complaints).toEqual([]);
});

it('the page of the API fits a narrow window', { timeout: 60_000 }, async () => {
  await page.setViewportSize({ width: 360, height: 700 });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
});

it('sends a chosen picture and shows the answer', { timeout: 60_000 }, async () => {
  const picture = { name: 'drawn.png', mimeType: 'image/png', buffer: await drawnPhoto() };
  await page.locator('[name=image]').setInputFiles(picture);
  await page.locator('#try button').click();
  await page.locator('#sent', { hasText: /^\d{3}/ }).waitFor();
  expect(await page.locator('#sent').textContent()).toMatch(/^401: Send a token .*\.$/);
  expect(await page.locator('#answer').isVisible()).toBe(false);

  await page.locator('[name=token]').fill('the-token');
  await page.locator('[name=model]').selectOption('lite');
  await page.locator('#try button').click();
  await page.locator('#sent', { hasText: /^200/ }).waitFor();
  expect(await page.locator('#answer-headers').textContent()).toContain('Matteo-Modellite');
  await page.waitForFunction(() => document.querySelector<HTMLImageElement>('#answer-image')?.naturalWidth === 256);
  expect(complaints).toEqual([]);
});
