import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Kept } from '../../../extension/contracts/settings.ts';
import { type RemoteSettings, remoteSettingsSchema } from '../../../shared/contracts/remote.ts';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { BROWSERS, type ExtensionUnderTest, startExtension } from '../driver/extension-under-test.ts';
import { overlayOf } from '../driver/overlay.ts';
import { type MatteServer, serveMattes } from '../driver/server.ts';
import { page as html, type Site, serveSite } from '../driver/site.ts';
import { dropFiles } from '../support/drop.ts';

const PATIENCE = 120_000;
const HEIGHT = 400;
const WIDTH = 300;

describe.each(BROWSERS)('a server that helps, in %s', (browser) => {
  let extension: ExtensionUnderTest;
  let site: Site;
  let server: MatteServer;
  let photoUrl: string;
  let pages = 0;

  beforeAll(async () => {
    site = await serveSite('localhost');
    photoUrl = site.put('/secret-name.png', { body: await drawnPortrait(HEIGHT), type: 'image/png' });
    extension = await startExtension({ browser, grantedHosts: ['http://localhost/*', 'http://127.0.0.1/*'] });
    server = await serveMattes('models/dist');
    // Nothing on this device runs portrait.
    const catalog = JSON.parse(await readFile(join(extension.folder, 'models/catalog.json'), 'utf8'));
    for (const { network, file } of catalog.artifacts)
      if (network === 'portrait-s') await rm(join(extension.folder, 'models', file));
  }, PATIENCE);

  afterAll(async () => {
    await extension?.close();
    await server?.close();
    await site?.close();
  });

  beforeEach(() => {
    server.asked.length = 0;
    server.answer = undefined;
  });

  /** Puts settings where the extension keeps them. */
  async function settle(use: RemoteSettings['use'], more: Partial<RemoteSettings> = { address: server.origin }) {
    const background = await extension.background();
    await background.evaluate((remote) => chrome.storage.local.set({ settings: { version: 2, remote } }), {
      version: 1 as const,
      use,
      ...more,
    });
  }

  const kept = async () => {
    const background = await extension.background();
    const { settings } = await background.evaluate(() => chrome.storage.local.get<Kept>('settings'));
    return (settings as { remote: RemoteSettings }).remote;
  };

  /** A page with the portrait, on which “Remove background” was chosen. */
  async function removeBackground() {
    const page = await extension.open(site.put(`/page${++pages}`, html(`<img src="${photoUrl}" width="150">`)));
    const overlay = await overlayOf(page);
    const before = await page.evaluate(() => document.body.innerHTML);
    await extension.choose(page, 'remove-background', photoUrl);
    const untouched = () => expect.poll(() => page.evaluate(() => document.body.innerHTML)).toBe(before);
    return { page, overlay, untouched };
  }

  const ALPHA = async () => {
    const image = document.images[0] as HTMLImageElement;
    const bitmap = await createImageBitmap(await (await fetch(image.currentSrc)).blob());
    const { width, height } = bitmap;
    const context = new OffscreenCanvas(width, height).getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.drawImage(bitmap, 0, 0);
    const alpha = (x: number, y: number) => context.getImageData(x, y, 1, 1).data[3];
    return { width, height, corner: alpha(4, 4), face: alpha(width / 2, Math.round(height * 0.45)) };
  };

  describe('where this device can’t', { timeout: PATIENCE }, () => {
    test('without an address nothing is asked and nothing sent (privacy 13)', async () => {
      await settle('ask', {});
      const { page, overlay, untouched } = await removeBackground();
      expect(await overlay.until('Close')).toMatch(
        /This device can’t cut pictures out \(.+\)\. Update the browser, or choose a server/,
      );
      expect(server.asked).toEqual([]);
      await untouched();
      await page.close();
    });

    test('the person is asked first; a no sends nothing and leaves the picture', async () => {
      await settle('ask');
      const { page, overlay, untouched } = await removeBackground();
      expect(await overlay.until('Send this time')).toMatch(
        new RegExp(
          `at most 512 pixels of this picture, without its name or address, is sent to ${server.host}.*Always.*No`,
        ),
      );
      await overlay.press('No');
      await expect.poll(() => overlay.text()).toBe('');
      await untouched();
      expect(server.asked).toEqual([]);
      await page.close();
    });

    test('a no in a list leaves another try, which asks again', async () => {
      await settle('ask');
      const page = await extension.open(extension.extensionPage('batch/batch.html'));
      const buttons = () =>
        page.evaluate(() => [...document.querySelectorAll('#list .item-acts button')].map((each) => each.textContent));
      const focused = () => page.evaluate(() => document.activeElement?.textContent);
      const question = ['Send this time', 'Always', 'No'];
      const buffer = await drawnPortrait(HEIGHT);
      await page.setInputFiles('#chooser', { name: 'a.png', mimeType: 'image/png', buffer });
      await expect.poll(buttons).toEqual(question);
      await page.click('#list .item-acts button:nth-child(3)');
      await expect.poll(buttons).toEqual(['Try again']);
      expect(await focused()).toBe('Try again');
      await page.click('#list .item-acts button');
      await expect.poll(buttons).toEqual(question);
      expect(server.asked).toEqual([]);
      await page.close();
    });

    test('a yes sends one small copy, and the picture is cut out at its own size; the next is asked for again (privacy 14, 15)', async () => {
      await settle('ask', { address: server.origin, token: 'word' });
      const { page, overlay } = await removeBackground();
      await overlay.until('Send this time');
      expect(server.asked).toEqual([]);
      await overlay.press('Send this time');
      await overlay.until('Undo', PATIENCE);
      expect(await page.evaluate(ALPHA)).toEqual({ width: WIDTH, height: HEIGHT, corner: 0, face: 255 });
      expect(server.asked).toEqual([
        {
          path: 'POST /v1/mattes?output=coarse',
          authorization: 'Bearer word',
          referer: undefined,
          width: 384,
          height: 512,
        },
      ]);
      expect(await kept()).toMatchObject({ use: 'ask' });
      await page.close();

      const next = await removeBackground();
      await next.overlay.until('Send this time');
      expect(server.asked).toHaveLength(1);
      await next.page.close();
    });

    test('“Always” is kept, and the next is not asked for (privacy 16)', async () => {
      await settle('ask');
      const { page, overlay } = await removeBackground();
      await overlay.until('Always');
      await overlay.press('Always');
      await overlay.until('Undo', PATIENCE);
      expect(remoteSettingsSchema.parse(await kept())).toEqual({ version: 1, address: server.origin, use: 'fallback' });
      await page.close();

      const next = await removeBackground();
      await next.overlay.until('Undo', PATIENCE);
      expect(server.asked).toHaveLength(2);
      await next.page.close();
    });

    test('“Never” is not asked and sends nothing', async () => {
      await settle('never');
      const { page, overlay, untouched } = await removeBackground();
      expect(await overlay.until('Close')).not.toContain('Send');
      expect(server.asked).toEqual([]);
      await untouched();
      await page.close();
    });

    test.for([
      [401, {}, /wants a token/, 1],
      [429, { 'retry-after': '60' }, /asked too often; try again in 60 s/, 1],
      [503, { 'retry-after': '0' }, /is busy; try again in 0 s/, 3],
    ] as const)('status %d is said, and can be tried again', async ([status, headers, sentence, requests]) => {
      await settle('fallback');
      server.answer = (response) => response.writeHead(status, headers).end();
      const { page, overlay, untouched } = await removeBackground();
      expect(await overlay.until('Try again')).toMatch(sentence);
      expect(server.asked).toHaveLength(requests);
      await untouched();
      server.answer = undefined;
      await overlay.press('Try again');
      await overlay.until('Undo', PATIENCE);
      await page.close();
    });

    test('a server that is gone is said', async () => {
      await settle('fallback', { address: 'http://127.0.0.1:9' });
      const { page, overlay, untouched } = await removeBackground();
      expect(await overlay.until('Try again')).toMatch(/127\.0\.0\.1:9 can’t be reached/);
      await untouched();
      await page.close();
    });

    test('the popup asks too', async () => {
      await settle('ask');
      const page = await extension.open(extension.extensionPage('popup/popup.html'));
      const file = { name: 'me.png', mimeType: 'image/png', buffer: await drawnPortrait(HEIGHT) };
      await dropFiles(page, file);
      await page.waitForSelector('#ways button');
      expect(await page.textContent('#notice')).toMatch(/at most 512 pixels.*Send this time.*Always.*No/s);
      await page.click('#ways button:last-child');
      expect(await page.isHidden('#notice')).toBe(true);
      expect(server.asked).toEqual([]);

      await dropFiles(page, file);
      await page.click('#ways button:first-child');
      await page.waitForSelector('[data-state=done]', { timeout: PATIENCE });
      expect(server.asked).toHaveLength(1);
      await page.click('#download');
      expect(await sharp(await extension.downloaded('me-cutout.png')).metadata()).toMatchObject({
        width: WIDTH,
        height: HEIGHT,
      });
      await page.close();
    });
  });

  describe('the options page', { timeout: PATIENCE }, () => {
    const openOptions = () => extension.open(extension.extensionPage('options/options.html'));

    test('checks an address before it is kept, and forgets it', async () => {
      await settle('ask', {});
      const page = await openOptions();
      const said = (sentence: RegExp) => expect.poll(() => page.textContent('#server-said')).toMatch(sentence);
      expect(await page.isDisabled('input[value=ask]')).toBe(true);
      await page.fill('#address', 'http://elsewhere.example');
      await page.click('#server button');
      await said(/is no address of a server/);
      await page.fill('#address', 'http://127.0.0.1:9');
      await page.click('#server button');
      await said(/127\.0\.0\.1:9 can’t be reached/);
      await page.fill('#address', site.origin);
      await page.click('#server button');
      await said(/answers, but not as a Matteo server/);
      expect(await kept()).toEqual({ version: 1, use: 'ask' });

      await page.fill('#address', `${server.origin}/`);
      await page.fill('#token', 'word');
      await page.click('#server button');
      await said(/is ready \(version 9\.8\.7\)/);
      expect(await kept()).toEqual({ version: 1, use: 'ask', address: server.origin, token: 'word' });
      await page.check('input[value=fallback]');
      await expect.poll(kept).toMatchObject({ use: 'fallback', address: server.origin });
      await expect.poll(() => page.textContent('#engine')).toBe('Runs on the server that you chose');

      await page.fill('#address', '');
      await page.click('#server button');
      await said(/No server is set/);
      expect(await kept()).toEqual({ version: 1, use: 'fallback' });
      await expect.poll(() => page.textContent('#engine')).toMatch(/^This device can’t cut pictures out\./);
      expect(server.asked).toEqual([]);
      await page.close();
    });
  });

  describe('a browser without WebAssembly', { timeout: PATIENCE }, () => {
    beforeAll(async () => {
      const worker = join(extension.folder, 'engine/worker.js');
      await writeFile(worker, `delete globalThis.WebAssembly;${await readFile(worker, 'utf8')}`);
      await extension.stopEngine();
    });

    test('has both networks’ mattes from the server', async () => {
      await settle('ask');
      const { page, overlay } = await removeBackground();
      await overlay.until('Send this time');
      expect(server.asked).toEqual([]);
      await overlay.press('Send this time');
      await overlay.until('Undo', PATIENCE);
      expect(await page.evaluate(ALPHA)).toEqual({ width: WIDTH, height: HEIGHT, corner: 0, face: 255 });
      expect(server.asked).toMatchObject([
        { path: 'POST /v1/mattes?output=coarse&model=lite', width: 256, height: 256 },
        { path: 'POST /v1/mattes?output=coarse', width: 384, height: 512 },
      ]);
      await page.close();
    });
  });
});
