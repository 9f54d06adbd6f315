import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Browser, BrowserContext, Page as PlaywrightPage } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildSite } from '../../../worker/build.ts';
import type { Served } from '../../../worker/serve.ts';
import type { Page } from '../../browser/driver/page.ts';
import { type StartedFirefox, startFirefox } from '../../browser/firefox/firefox.ts';
import { firefoxPage } from '../../browser/firefox/firefox-page.ts';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { startWorker } from '../harness/start.ts';
import { launch } from './try-page.ts';

const TIMEOUT = 180_000;
const PATIENCE = { timeout: TIMEOUT } as const;

const reaches = (page: Page, state: 'working' | 'done') => page.waitForSelector(`body[data-state=${state}]`, PATIENCE);
const portOf = ({ url }: Served) => Number(new URL(url).port);
const cachesOf = (page: Page) =>
  page.evaluate(async () =>
    Promise.all(
      (await caches.keys()).map(async (name) => ({
        name,
        paths: (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname),
      })),
    ),
  );

/** Cuts a sample out and says yes to keeping what that takes. */
async function cutAndKeep(page: Page, url: string) {
  await page.goto(url);
  await page.click('[data-sample="/samples/waving.webp"]');
  await reaches(page, 'done');
  await page.waitForSelector('#offline-keep', PATIENCE);
  expect(await page.textContent('#offline-text')).toMatch(/keeps the networks and what runs them: 2\d MB\.$/);
  expect((await cachesOf(page)).map(({ name }) => name)).toEqual([expect.stringMatching(/^matteo-page-\w{16}$/)]);
  await page.click('#offline-keep');
  await page.waitForSelector('#offline[data-state=kept]', PATIENCE);
  expect(await page.textContent('#offline-text')).toMatch(
    /^Matteo works here without a connection; .* 2\d MB for it\.$/,
  );
}

/** As a person reloads: Marionette's own command passes by the service worker. */
async function reload(page: Page) {
  await page.evaluate(() => {
    document.body.id = 'former';
    setTimeout(() => location.reload());
  });
  // Its script has run once it is complete.
  const isThere = () => document.readyState === 'complete' && document.body.id !== 'former';
  await page.waitForFunction(isThere, undefined, PATIENCE);
}

/** With no server there: the page comes, isolated, and cuts out in both qualities and on a background. */
async function cutWithoutServer(page: Page) {
  await reload(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await page.click('[data-sample="/samples/street.webp"]');
  await reaches(page, 'done');
  expect(await page.textContent('#summary')).toMatch(/^Done in .* on the processor/);
  await page.check('#quality input[value=fine]', { force: true });
  const isFine = () => document.querySelector('#summary')?.textContent?.endsWith('with fine edges') === true;
  await page.waitForFunction(isFine, undefined, PATIENCE);
  await page.check('#background input[value=blur]', { force: true });
  await page.waitForSelector('#frame[aria-busy=false]');
  expect(await page.isVisible('#cutout')).toBe(true);
}

describe('in Chromium', { timeout: TIMEOUT }, () => {
  let worker: Served;
  let browser: Browser;
  let context: BrowserContext;
  let page: PlaywrightPage;
  const newer = resolve('dist/site-newer');

  beforeAll(async () => {
    worker = await startWorker();
    browser = await launch();
    context = await browser.newContext({ reducedMotion: 'reduce' });
    page = await context.newPage();
    page.setDefaultTimeout(TIMEOUT);
  }, TIMEOUT);
  afterAll(async () => {
    await browser?.close();
    await worker.stop().catch(() => {});
    await rm(newer, { recursive: true, force: true });
  });

  it('keeps what it takes after a yes, lets it go again, and no answer of the API', async () => {
    await cutAndKeep(page, worker.url);
    const asked = ['/v1/models', '/healthz', '/openapi.json', '/docs'];
    await page.evaluate(async (paths) => Promise.all(paths.map(async (path) => (await fetch(path)).text())), asked);
    const held = (await cachesOf(page)).flatMap(({ paths }) => paths);
    expect(held).toContain('/models/catalog.json');
    for (const path of held) expect(path).not.toMatch(/^\/(v1|v1\.0|api|healthz|openapi|docs|shared)/);

    await page.click('#offline-forget');
    await page.waitForSelector('#offline[data-state=offered]');
    expect((await cachesOf(page)).map(({ name }) => name)).toEqual([expect.stringMatching(/^matteo-page-/)]);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('offline-keep');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#offline[data-state=kept]');
  });

  it('says that there is no connection', async () => {
    await context.setOffline(true);
    await expect.poll(() => page.textContent('#connection')).toMatch(/goes on working on this device\.$/);
    await context.setOffline(false);
    await expect.poll(() => page.textContent('#connection')).toBe('');
  });

  it('cuts out with no server there', async () => {
    await worker.stop();
    const debugging = await context.newCDPSession(page);
    await debugging.send('Network.clearBrowserCache');
    await cutWithoutServer(page as unknown as Page);
  });

  it('takes a picture that is shared, without a server and without keeping it', async () => {
    const phone = await context.newPage();
    await phone.setContent(
      `<form action="${worker.url}/share" method="post" enctype="multipart/form-data"><input type="file" name="picture"><button>Share</button></form>`,
    );
    const name = 'Grüße, 100 %.png';
    await phone.setInputFiles('input', { name, mimeType: 'image/png', buffer: await drawnPortrait(384) });
    await phone.click('button');
    await reaches(phone as unknown as Page, 'done');
    expect(phone.url()).toBe(`${worker.url}/`);
    expect(await phone.textContent('#picture-name')).toBe('Grüße, 100 %');
    expect((await cachesOf(phone as unknown as Page)).map(({ name }) => name)).not.toContain('matteo-shared');
    await phone.reload();
    expect(await phone.getAttribute('body', 'data-state')).toBe('empty');
    await phone.close();
  });

  it('shows a new version at once, and lets go of the old when its last page is closed', async () => {
    await buildSite(newer, { firefox: 'https://addons.mozilla.org/firefox/addon/matteo/' });
    worker = await startWorker({ port: portOf(worker), site: newer });
    const [before] = (await cachesOf(page)).filter(({ name }) => name.startsWith('matteo-page-'));
    await page.goto(worker.url);
    expect(await page.isVisible('.install a')).toBe(true);
    const isWaiting = async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting);
    await expect.poll(() => page.evaluate(isWaiting)).toBe(true);
    await page.close();
    page = await context.newPage();
    await page.goto(worker.url);
    const versions = async () =>
      (await cachesOf(page)).map(({ name }) => name).filter((name) => name.startsWith('matteo-page-'));
    await expect.poll(versions).toHaveLength(1);
    expect(await versions()).not.toContain(before.name);
    await worker.stop();
    await cutWithoutServer(page as unknown as Page);
    expect(await page.isHidden('.install a')).toBe(true);
  });
});

describe('in Firefox', { timeout: TIMEOUT }, () => {
  let worker: Served;
  let firefox: StartedFirefox;
  // Each try stops its Worker.
  beforeEach(async () => {
    worker = await startWorker();
    firefox = await startFirefox({ webgpu: false });
  }, TIMEOUT);
  afterEach(async () => {
    await firefox?.close();
    await worker.stop().catch(() => {});
  });

  it('keeps what it takes after a yes, and cuts out with no server there', async () => {
    const { session } = firefox;
    const page = firefoxPage(session, await session.newTab());
    await cutAndKeep(page, `${worker.url}/`);
    await worker.stop();
    await session.inBrowser('Services.cache2.clear();');
    await cutWithoutServer(page);
  });
});
