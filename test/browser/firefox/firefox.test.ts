import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { type ExtensionUnderTest, startExtension } from '../driver/extension-under-test.ts';
import { overlayOf } from '../driver/overlay.ts';
import type { Page } from '../driver/page.ts';
import { page as html, type Site, serveSite } from '../driver/site.ts';
import { inFirefox } from './firefox-page.ts';
import type { FirefoxSession } from './firefox-session.ts';
import { allowInPrompt, chooseInMenu } from './firefox-window.ts';

const PATIENCE = 120_000;
/** Longer than the ten seconds between the engine’s signs of life. */
const IDLE_MS = 13_000;

describe('what is Firefox’s own', { timeout: PATIENCE }, () => {
  let extension: ExtensionUnderTest;
  let pages: Site;
  let others: Site;
  let photo: { body: Buffer; type: string };

  beforeAll(async () => {
    photo = { body: await drawnPortrait(320), type: 'image/png' };
    [pages, others, extension] = await Promise.all([
      serveSite('localhost'),
      serveSite('127.0.0.1'),
      // The product as it is shipped: no host is granted.
      startExtension({ browser: 'firefox', preferences: { 'extensions.background.idle.timeout': IDLE_MS } }),
    ]);
  }, PATIENCE);

  afterAll(async () => {
    await extension?.close();
    await Promise.all([pages?.close(), others?.close()]);
  });

  const ofFirefox = (page: Page) => inFirefox(page) as { session: FirefoxSession; tab: string };

  /** A page with a picture, whose menu item was chosen with the mouse. */
  async function removeBackground(url: string, path: string) {
    const page = await extension.open(pages.put(path, html(`<img src="${url}">`)));
    const overlay = await overlayOf(page);
    const { session, tab } = ofFirefox(page);
    await chooseInMenu(session, tab, { x: 100, y: 100 }, 'Remove background');
    return { page, overlay, session };
  }

  test('a right click on a picture is leave enough for its page', async () => {
    const { page, overlay } = await removeBackground(pages.put('/own.png', photo), '/menu');
    await overlay.until('Undo', PATIENCE);
    expect(await page.evaluate(() => document.images[0].currentSrc)).toMatch(/^blob:/);
    await page.close();
  });

  test('another host is asked for in the options page, by Firefox’s own prompt, and taken back there (privacy 5)', async () => {
    const url = others.put('/other.png', photo);
    const { page, overlay, session } = await removeBackground(url, '/ask');
    // It comes without another click in the page, whose card stays for who closes it.
    const question = await extension.opened('options/options.html#allow=');
    expect(await question.evaluate(() => location.hash)).not.toContain('other.png');
    await overlay.until('Allow 127.0.0.1');
    await question.click('#allow');
    await allowInPrompt(session);
    // The page goes on by itself, in front, and the question is gone.
    await overlay.until('Undo', PATIENCE);
    expect(await page.evaluate(() => document.visibilityState)).toBe('visible');
    const tabs = () => session.inBrowser(() => gBrowser.browsers.map(({ currentURI }) => currentURI.spec));
    await expect.poll(async () => (await tabs()).filter((spec) => spec.includes('#allow='))).toEqual([]);
    await page.close();

    const options = await extension.open(extension.extensionPage('options/options.html'));
    await options.waitForSelector('#sites li');
    expect(await options.evaluate(() => document.querySelectorAll('#sites li').length)).toBe(1);
    expect(await options.textContent('#sites span')).toBe('127.0.0.1');
    await options.click('#sites button');
    await options.waitForSelector('#no-sites');
    await options.waitForFunction(() => document.activeElement?.id === 'allow-all-sites');
    await options.close();
    const again = await removeBackground(url, '/ask-again');
    await (await extension.opened('options/options.html#allow=')).close();
    await again.overlay.until('Allow 127.0.0.1');
    await again.page.close();
  });

  test('every host is allowed by one answer, after which no picture asks, and taken back there (privacy 5)', async () => {
    const url = others.put('/all.png', photo);
    const { page, overlay, session } = await removeBackground(url, '/all');
    // Who closes the question finds it in the page's card.
    await (await extension.opened('options/options.html#allow=')).close();
    await overlay.until('Allow everywhere');
    await overlay.press('Allow everywhere');
    const question = await extension.opened('options/options.html#allow=');
    await question.waitForFunction(() => document.activeElement?.id === 'allow-everywhere');
    await question.click('#allow-everywhere');
    await allowInPrompt(session);
    await overlay.until('Undo', PATIENCE);
    await page.close();

    const options = await extension.open(extension.extensionPage('options/options.html'));
    await options.waitForSelector('#sites li');
    expect(await options.textContent('#sites span')).toBe('All sites');
    expect(await options.isHidden('#allow-all-sites')).toBe(true);
    await options.click('#sites button');
    await options.waitForSelector('#no-sites');
    await options.click('#allow-all-sites');
    await allowInPrompt(session);
    await options.waitForSelector('#sites li');
    await options.waitForFunction(() => document.activeElement?.closest('#sites li'));
    await options.click('#sites button');
    await options.waitForSelector('#no-sites');
    await options.close();

    const help = await extension.open(extension.extensionPage('welcome/welcome.html'));
    const checked = (value: string) =>
      help.waitForFunction(
        (wanted) => document.querySelector<HTMLInputElement>('[name=sites]:checked')?.value === wanted,
        value,
      );
    await checked('ask');
    await help.click('label:has([value=all])');
    await allowInPrompt(session);
    await checked('all');
    await help.click('label:has([value=ask])');
    await checked('ask');
    await help.close();
    const again = await removeBackground(url, '/all-again');
    await (await extension.opened('options/options.html#allow=')).close();
    await again.overlay.until('Allow everywhere');
    await again.page.close();
  });

  test('the background stays as long as somebody waits for a job, and no longer', async () => {
    const page = await extension.open(extension.extensionPage('popup/popup.html'));
    await page.evaluate(() => {
      Object.assign(window, { job: chrome.runtime.connect({ name: 'engine' }) });
    });
    const started = Date.now();
    await expect.poll(() => Date.now() - started > IDLE_MS * 1.5, { timeout: PATIENCE }).toBe(true);
    expect(await extension.backgroundRuns()).toBe(true);
    await page.evaluate(() => (window as unknown as { job: chrome.runtime.Port }).job.disconnect());
    await expect.poll(extension.backgroundRuns).toBe(false);
    await page.close();
  });

  test('a background that ends in the middle of a job: said, nothing replaced, and it can be tried again', async () => {
    const { page, overlay } = await removeBackground(pages.put('/ends.png', photo), '/ends');
    const before = await page.evaluate(() => document.images[0].currentSrc);
    await overlay.until(/Loading|Opening|First|Finding/);
    await extension.stopBackground();
    expect(await overlay.until('Try again')).toContain('The engine stopped while it was working');
    expect(await page.evaluate(() => document.images[0].currentSrc)).toBe(before);
    await overlay.press('Try again');
    await overlay.until('Undo', PATIENCE);
    await page.close();
  });
});
