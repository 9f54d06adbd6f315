import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { personPhoto } from '../../../fixtures/files/photo.ts';
import { BROWSERS, type ExtensionUnderTest, QUICK, startExtension } from '../../driver/extension-under-test.ts';
import { overlayOf } from '../../driver/overlay.ts';
import { page as html, type Site, serveSite } from '../../driver/site.ts';

const PATIENCE = 180_000;

/** What the card says stage by stage; a stage that is over before it is seen is taken for the next one. */
const STAGES = [
  ['the engine loads', /Loading|Making|Finding|Refining|Cleaning|Writing/],
  ['the person is looked for', /Finding|Refining|Cleaning|Writing/],
  ['the edges are refined', /Refining|Cleaning|Writing/],
  ['the result is written', /Writing/],
] as const;

describe.each(BROWSERS)(
  'a job in %s ends well, or leaves the page as it was, when there is stopped',
  { timeout: PATIENCE },
  (browser) => {
    let extension: ExtensionUnderTest;
    let site: Site;
    let far: Site;
    let body: Buffer;
    let photo: string;

    beforeAll(async () => {
      [site, far] = await Promise.all([serveSite('localhost'), serveSite('pictures.example')]);
      body = await sharp(await personPhoto())
        .resize(800)
        .jpeg()
        .toBuffer();
      photo = site.put('/me.jpg', { body, type: 'image/jpeg' });
      extension = await startExtension({ browser, grantedHosts: ['http://*/*'], engine: QUICK });
    }, PATIENCE);

    afterAll(async () => {
      await extension?.close();
      await Promise.all([site.close(), far.close()]);
    });

    /** Starts a job, stops something once `stage` shows, and holds the picture to be either done or untouched. */
    async function stopped(
      path: string,
      url: string,
      stage: RegExp | (() => Promise<void>),
      stop: () => Promise<void>,
    ) {
      const page = await extension.open(site.put(path, html(`<img src="${url}" width="300" alt="">`)));
      const overlay = await overlayOf(page);
      const before = await page.evaluate(() => document.body.innerHTML);
      await extension.choose(page, 'remove-background', url);
      const seen =
        typeof stage === 'function' ? stage() : overlay.until(new RegExp(`${stage.source}|Undo|Close`), PATIENCE);
      await seen;
      await stop();
      const end = await overlay.until(/Undo|Close/, PATIENCE);
      if (end.includes('Undo')) {
        expect(await page.evaluate(() => document.images[0]?.currentSrc)).toMatch(/^blob:/);
      } else {
        expect(end).toContain('The engine stopped');
        expect(await page.evaluate(() => document.body.innerHTML)).toBe(before);
        await overlay.press('Try again');
        await overlay.until('Undo', PATIENCE);
      }
      expect(await page.evaluate(() => document.images[0]?.naturalWidth)).toBe(800);
      await overlay.press('Undo');
      await expect.poll(() => page.evaluate(() => document.body.innerHTML)).toBe(before);
      await page.close();
      return end;
    }

    test('the background, while it fetches: it fetches again', async () => {
      let asked = 0;
      const url = far.put('/far.jpg', (response) => {
        asked++;
        // The page's own picture, and what the background fetches.
        if (asked === 2) return;
        response.writeHead(200, { 'content-type': 'image/jpeg' }).end(body);
      });
      const waits = async () => void (await expect.poll(() => asked, { timeout: PATIENCE }).toBe(2));
      // It is started again at once, so that nobody sees it stopped.
      const stop = async () => void extension.stopBackground().catch(() => {});
      expect(await stopped('/fetching', url, waits, stop)).toContain('Undo');
    });

    test.each(STAGES)('the background, while %s', async (_, stage) => {
      await stopped('/background', photo, stage, extension.stopBackground);
    });

    test.each(STAGES)('the engine’s document, while %s', async (_, stage) => {
      await stopped('/engine', photo, stage, async () => {
        if (await extension.engineRuns()) await extension.stopEngine();
      });
    });
  },
);
