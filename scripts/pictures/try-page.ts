import { chromium } from 'playwright-core';
import { findChromium } from '../../test/browser/chromium/chromium.ts';
import { serve } from '../../worker/serve.ts';

const SIZE = { width: 1280, height: 860 };

/** The try page with a finished cutout, the original drawn back over half of it. */
export async function tryPage(portrait: Uint8Array, colorScheme: 'light' | 'dark'): Promise<Buffer> {
  const worker = await serve({ port: 0 });
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-quic'] });
  try {
    const page = await browser.newPage({
      viewport: SIZE,
      deviceScaleFactor: 1.25,
      colorScheme,
      reducedMotion: 'reduce',
    });
    await page.goto(worker.url);
    const picture = { name: 'lamplighter.png', mimeType: 'image/png', buffer: Buffer.from(portrait) };
    // The second time the engine is warm, as it is for everybody who brings more than one picture.
    for (let time = 0; time < 2; time++) {
      await page.setInputFiles('#chooser', picture);
      await page.waitForSelector('body[data-state=working]');
      await page.waitForSelector('body[data-state=done]', { timeout: 120_000 });
    }
    await page.locator('#compare').fill('50');
    await page.locator('#compare').blur();
    await page.waitForTimeout(800);
    return await page.screenshot();
  } finally {
    await browser.close();
    await worker.stop();
  }
}
