import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { BROWSERS, type ExtensionUnderTest, startExtension } from '../driver/extension-under-test.ts';
import { overlayOf, type PageOverlay } from '../driver/overlay.ts';
import { page as html, type Site, serveSite } from '../driver/site.ts';

const PATIENCE = 120_000;
const IDLE_MS = 1500;
/** Firefox’s, for its background pages; longer than the ten seconds between the engine’s signs of life. */
const FIREFOX_IDLE_MS = 13_000;

describe.each(BROWSERS)('circumstances in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;
  let pages: Site;
  let others: Site;
  let photo: { body: Buffer; type: string };
  /** A page whose picture never comes; half a minute passes while the other tests run. */
  let waiting: PageOverlay;

  beforeAll(async () => {
    photo = { body: await drawnPortrait(320), type: 'image/png' };
    [pages, others, extension] = await Promise.all([
      serveSite('localhost'),
      serveSite('127.0.0.1'),
      startExtension({
        browser,
        grantedHosts: ['http://*/*'],
        engine: { idleMs: IDLE_MS },
        preferences: { 'extensions.background.idle.timeout': FIREFOX_IDLE_MS },
      }),
    ]);
    const never = pages.put('/never.png', () => {});
    const url = pages.put('/waits', html(`<img src="${never}" width="90" height="90">`));
    const page = await extension.open(url, { waitUntil: 'commit' });
    waiting = await overlayOf(page);
    await extension.choose(page, 'remove-background', never);
    await waiting.until('Cancel');
  }, PATIENCE);

  afterAll(async () => {
    await extension?.close();
    await Promise.all([pages?.close(), others?.close()]);
  });

  test('a picture in another site’s frame is cut out in its frame', async () => {
    const url = others.put('/framed.png', photo);
    const frame = others.put('/frame', html(`<img src="${url}">`));
    const page = await extension.open(
      pages.put('/around', html(`<iframe name="other" src="${frame}" width="400" height="420"></iframe>`)),
    );
    const shows = () => page.frame('other')?.evaluate(() => document.images[0].currentSrc);
    await extension.choose(page, 'remove-background', url, 'child frame');
    await expect.poll(shows, { timeout: PATIENCE }).toMatch(/^blob:/);
    expect(await page.evaluate(() => document.querySelectorAll('matteo-overlay').length)).toBe(0);
    await page.close();
  });

  test('the engine’s document closes when idle, and opens again for the next picture', async () => {
    await expect.poll(extension.engineRuns).toBe(false);
    const url = pages.put('/next.png', photo);
    const page = await extension.open(pages.put('/next', html(`<img src="${url}">`)));
    const overlay = await overlayOf(page);
    await extension.choose(page, 'remove-background', url);
    await expect.poll(extension.engineRuns).toBe(true);
    await overlay.until('Undo');
    await expect.poll(extension.engineRuns).toBe(false);
    await page.close();
  });

  test('a picture that does not come in half a minute: said, with a way on', async () => {
    expect(await waiting.until('Close', PATIENCE)).toMatch(
      /localhost took longer than 30 seconds to send the picture; .*Try again/,
    );
  });

  /** A page with a cutout, whose extension was updated since. */
  async function leftBehind() {
    const url = pages.put('/left.png', photo);
    const page = await extension.open(pages.put('/left', html(`<img src="${url}">`)));
    const overlay = await overlayOf(page);
    await extension.choose(page, 'remove-background', url);
    await overlay.until('Undo');
    await extension.reload();
    return { page, overlay };
  }

  if (browser === 'firefox')
    test('an extension that was updated meanwhile starts afresh in the page it left', async () => {
      const { page, overlay } = await leftBehind();
      const shown = await page.evaluate(() => document.images[0].currentSrc);
      await extension.choose(page, 'remove-background', shown);
      await overlay.until(/Undo/, PATIENCE);
      expect(await page.evaluate(() => document.querySelectorAll('matteo-overlay').length)).toBe(1);
    });
  else
    test('an extension that was updated meanwhile says so in the page it left', async () => {
      const { overlay } = await leftBehind();
      await overlay.press('Save mask');
      expect(await overlay.until('Close')).toContain(
        'Matteo was updated or removed while this page was open; reload the page, then try again.',
      );
    });
});
