import sharp from 'sharp';
import { afterEach, describe, expect, test } from 'vitest';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { asUploads, BROKEN, type OwnFiles, whiteHangs } from '../../fixtures/engine/own-network.ts';
import type { ChromiumExtension } from '../chromium/chromium-extension.ts';
import { BROWSERS, QUICK, startExtension } from '../driver/extension-under-test.ts';
import { dropFiles } from '../support/drop.ts';
import { keepSettings } from './settings.ts';

const PATIENCE = 300_000;
const LIMIT = 40_000;

describe('a network of one’s own that hangs at a picture', { timeout: 2 * PATIENCE }, () => {
  let extension: ChromiumExtension;
  afterEach(() => extension?.close());

  /** Adds it, which its test lets pass, and chooses it. */
  const withHanging = async (gpuTimeLimitMs: number): Promise<OwnFiles> => {
    const files = await whiteHangs();
    extension = await startExtension({ grantedHosts: [], engine: { ...QUICK, gpuTimeLimitMs } });
    const page = await openOptions();
    await page.setInputFiles('#network-files', asUploads(files));
    await expect
      .poll(() => page.textContent('#networks-said'), { timeout: PATIENCE })
      .toMatch(/^Stares at white works here/);
    await page.close();
    await keepSettings(extension, { own: files.card.sha256 });
    return files;
  };
  const openOptions = () => extension.open(extension.extensionPage('options/options.html'));
  const openPopup = async () => {
    const popup = await extension.open(extension.extensionPage('popup/popup.html'));
    const white = await sharp(await drawnPortrait(320))
      .extend({ right: 40, background: 'white' })
      .png()
      .toBuffer();
    await dropFiles(popup, { name: 'me.png', mimeType: 'image/png', buffer: white });
    return popup;
  };
  /** Cuts a picture out; the milliseconds that its networks took. */
  const cutOut = async (): Promise<number> => {
    const popup = await openPopup();
    await popup.waitForSelector('[data-state=done]', { timeout: PATIENCE });
    await popup.close();
    const page = await openOptions();
    await page.waitForFunction(() => document.querySelector('#diagnostics')?.textContent?.includes('Last jobs'));
    const last = (await page.textContent('#diagnostics'))?.split('Last jobs, in milliseconds:\n')[1]?.split('\n')[0];
    await page.close();
    expect(last).toMatch(/portrait-s on wasm/);
    return Number(last?.match(/infer (\d+)/)?.[1]);
  };

  test('is left for the packaged one, also when the engine starts anew, until it is tested again', async () => {
    await withHanging(LIMIT);
    await cutOut();
    await extension.stopEngine();
    const page = await openOptions();
    await page.waitForSelector('#networks li');
    expect(await page.textContent('#networks')).toMatch(
      /Stares at white does not work, so Matteo’s own network draws: .*the CPU: it gave no result within 40 seconds/,
    );
    await expect.poll(() => page.textContent('#engine'), { timeout: PATIENCE }).toMatch(/no result within 40 seconds/);
    // Nothing was run that could hang again.
    expect(await cutOut()).toBeLessThan(LIMIT);
    await page.click('#networks button:text("Test Stares at white again")');
    await expect
      .poll(() => page.textContent('#networks-said'), { timeout: PATIENCE })
      .toMatch(/^Stares at white works here/);
    expect(await page.textContent('#networks')).not.toMatch(/Matteo’s own network draws/);
    await page.close();
  });

  test('is not waited for once its job is cancelled', async () => {
    // Nothing else would end the wait before the test is over.
    await withHanging(4 * PATIENCE);
    const popup = await openPopup();
    await popup.waitForFunction(() => document.body.textContent?.includes('Finding the person'), undefined, {
      timeout: PATIENCE,
    });
    await popup.click('#cancel');
    await popup.close();
    await keepSettings(extension, {});
    await cutOut();
  });
});

test.each(BROWSERS)('one that never answers is not kept, in %s', { timeout: PATIENCE }, async (browser) => {
  const extension = await startExtension({ browser, grantedHosts: [], engine: { gpuTimeLimitMs: 5000 } });
  try {
    const page = await extension.open(extension.extensionPage('options/options.html'));
    await page.setInputFiles('#network-files', asUploads(await BROKEN.endless[0]()));
    await expect
      .poll(() => page.textContent('#networks-said'), { timeout: PATIENCE })
      .toMatch(/does not work on this device and was not kept.*the CPU: it gave no result within 5 seconds/);
    await expect.poll(() => page.textContent('#networks')).toBe('');
  } finally {
    await extension.close();
  }
});
