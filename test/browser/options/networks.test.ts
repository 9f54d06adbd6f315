import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSequence } from '../../../shared/inference/own/sequence.ts';
import { decode } from '../../../shared/node/decode.ts';
import { createNodeEngine } from '../../../shared/node/node-engine.ts';
import { cutOut } from '../../../shared/pipeline/cutout.ts';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import {
  asUploads,
  BROKEN,
  feedsBack,
  goodOwn,
  type OwnFiles,
  whiteBreaks,
} from '../../fixtures/engine/own-network.ts';
import { BROWSERS, type ExtensionUnderTest, QUICK, startExtension } from '../driver/extension-under-test.ts';
import type { Page } from '../driver/page.ts';
import { page as html, type Site, serveSite } from '../driver/site.ts';
import { keptRecords } from '../privacy/kept.ts';
import { dropFiles } from '../support/drop.ts';
import { meanDifference } from '../support/photo.ts';
import { keepSettings, keptSettings } from './settings.ts';

const PATIENCE = 240_000;

describe.each(BROWSERS)('my networks in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;
  let site: Site;

  beforeAll(async () => {
    site = await serveSite('localhost');
    extension = await startExtension({
      browser,
      grantedHosts: ['http://localhost/*'],
      engine: { ...QUICK, gpuTimeLimitMs: 45_000 },
    });
  }, PATIENCE);
  afterAll(async () => {
    await extension?.close();
    await site?.close();
  });

  const openOptions = () => extension.open(extension.extensionPage('options/options.html'));
  const says = (page: Page, selector = '#networks-said') =>
    expect.poll(() => page.textContent(selector), { timeout: PATIENCE });
  const add = (page: Page, files: OwnFiles) => page.setInputFiles('#network-files', asUploads(files));
  /** What the diagnostics say of the last picture, which is cut out in the popup. */
  const cutOutInPopup = async (picture: Buffer) => {
    const popup = await extension.open(extension.extensionPage('popup/popup.html'));
    await dropFiles(popup, { name: 'me.png', mimeType: 'image/png', buffer: picture });
    await popup.waitForSelector('[data-state=done], #notice:not([hidden])', { timeout: PATIENCE });
    await popup.close();
    const page = await openOptions();
    await page.waitForFunction(() => document.querySelector('#diagnostics')?.textContent?.includes('Last jobs'));
    const last = (await page.textContent('#diagnostics'))?.split('Last jobs, in milliseconds:\n')[1]?.split('\n')[0];
    const engine = await page.textContent('#engine');
    await page.close();
    return { last, engine };
  };

  test('are tested, kept over a restart, draw when they are chosen, and are gone when they are removed (privacy 7)', async () => {
    await keepSettings(extension, {});
    const good = await goodOwn();
    const page = await openOptions();
    await add(page, good);
    await says(page).toMatch(/^Mine works here/);
    expect(await keptRecords(page)).toMatchObject({ 'matteo-networks/networks': 1 });
    await says(page, '#networks').toMatch(/Mine48 × 32 · .*kB · MIT.*Works on: the CPU/);
    await page.check(`input[name=model][value="${good.card.sha256}"]`);
    await expect.poll(() => keptSettings(extension)).toMatchObject({ own: good.card.sha256, model: 'portrait-s' });
    await page.close();
    await extension.stopEngine();
    expect((await cutOutInPopup(await drawnPortrait(320))).last).toMatch(/modnet on wasm/);

    const again = await openOptions();
    await again.waitForSelector('#networks button');
    await again.waitForFunction(
      (id) => document.querySelector<HTMLInputElement>('input[name=model]:checked')?.value === id,
      good.card.sha256,
    );
    await again.click('#networks button');
    await says(again).toBe('Mine was removed.');
    expect(await keptSettings(extension)).toMatchObject({ own: '' });
    expect(await keptRecords(again)).not.toHaveProperty('matteo-networks/networks');
    expect(await again.textContent('#networks')).toBe('');
    expect(await again.evaluate(() => document.activeElement?.id)).toBe('add-network');
    await again.close();
  });

  test.for(Object.keys(BROKEN).filter((kind) => kind !== 'endless'))('a broken one is not kept: %s', async (kind) => {
    const [make, said] = BROKEN[kind];
    await keepSettings(extension, {});
    const page = await openOptions();
    await add(page, await make());
    await says(page).toMatch(/does not work on this device and was not kept.*the CPU: /);
    expect(await page.textContent('#networks-said')).toMatch(said);
    await expect.poll(() => page.textContent('#networks')).toBe('');
    await page.close();
  });

  test('files that are no network with its card are refused in words', async () => {
    const page = await openOptions();
    const good = await goodOwn();
    await page.setInputFiles('#network-files', asUploads(good).slice(0, 1));
    await says(page).toMatch(
      /^The card of mine.onnx is missing.*“npm run models -- export mine.onnx -o mine-matteo.onnx”/,
    );
    await page.setInputFiles('#network-files', asUploads(good).slice(1));
    await says(page).toMatch(/^Choose two files together/);
    await add(page, { ...good, onnx: good.onnx.slice(1) });
    await says(page).toMatch(/belongs to another network/);
    await add(page, { ...good, card: { ...good.card, licence: '' } });
    await says(page).toMatch(/^The card can’t be used: its field “licence” is wrong \(/);
    await expect.poll(() => page.textContent('#networks')).toBe('');
    await page.close();
  });

  test('draw a canvas with their matte of its frame before', async () => {
    const feeds = await feedsBack();
    const options = await openOptions();
    await add(options, feeds);
    await says(options).toMatch(/^Feeds back works here/);
    await keepSettings(extension, { own: feeds.card.sha256 });
    await options.close();
    const portrait = (await drawnPortrait(320)).toString('base64');
    const page = await extension.open(
      site.put(
        '/frames',
        html(`<canvas width="240" height="320"></canvas><script>
          const picture = new Image();
          picture.onload = () => {
            document.querySelector('canvas').getContext('2d').drawImage(picture, 0, 0);
            document.title = 'drawn';
          };
          picture.src = 'data:image/png;base64,${portrait}';
        </script>`),
      ),
    );
    await page.waitForFunction(() => document.title === 'drawn');
    const drawn = async (name: string) => {
      await page.mouse.move(120, 200);
      await extension.choose(page, 'save-matte', undefined);
      return sharp(await extension.downloaded(name, PATIENCE))
        .extractChannel(0)
        .raw()
        .toBuffer();
    };
    const file = join(extension.folder, 'mine.onnx');
    await writeFile(file, feeds.onnx);
    const engine = await createNodeEngine(join(extension.folder, 'models'), {
      own: { file, card: feeds.card },
      precision: 'int8',
    });
    const sequence = createSequence();
    const picture = await decode(await drawnPortrait(320));
    const expected = async () => {
      const found = await cutOut(picture, engine, { ...QUICK, network: 'modnet', sequence });
      return found.person === 'no' ? new Uint8ClampedArray() : found.matte.data;
    };
    const [first, second] = [await expected(), await expected()];
    await engine.dispose();
    expect(meanDifference(Buffer.from(first), second)).toBeGreaterThan(10);
    expect(meanDifference(await drawn('drawn-matte.png'), first)).toBeLessThan(1);
    await page.evaluate(() => {
      document.title = 'again';
    });
    expect(meanDifference(await drawn('again-matte.png'), second)).toBeLessThan(1);
    await page.close();
  });

  test('one that fails at a picture leaves it to the packaged network, and that is said', async () => {
    const fails = await whiteBreaks();
    const page = await openOptions();
    await add(page, fails);
    await says(page).toMatch(/^Fears white works here/);
    await page.check(`input[name=model][value="${fails.card.sha256}"]`);
    await expect.poll(() => keptSettings(extension)).toMatchObject({ own: fails.card.sha256 });
    const { last, engine } = await cutOutInPopup(
      await sharp(await drawnPortrait(320))
        .extend({ right: 40, background: 'white' })
        .png()
        .toBuffer(),
    );
    expect(last).toMatch(/portrait-s on wasm/);
    expect(engine).toMatch(
      /Fears white does not work, so Matteo’s own network draws: .*the CPU: some values of its result are not numbers/,
    );
    await page.click('#clear');
    await page.click('#clear-dialog button[value=clear]');
    await says(page, '#clear-said').toMatch(/your networks/);
    await expect.poll(() => page.textContent('#networks')).toBe('');
    expect(await keptSettings(extension)).toMatchObject({ own: '' });
    await page.close();
  });
});
