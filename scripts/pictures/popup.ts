import type { Page } from 'playwright-core';
import { startExtension } from '../../test/browser/driver/extension-under-test.ts';
import { dropFiles } from '../../test/browser/support/drop.ts';
import { onScreen, shot } from './screen.ts';
import { strip } from './strip.ts';

/** As large as the browser makes a popup: as its content. */
async function popupShot(page: Page): Promise<Buffer> {
  const { width, height } = (await page.locator('body').boundingBox())!;
  await onScreen(page, width, Math.ceil(height), 2);
  return shot(page);
}

/** The toolbar's popup, first waiting for a picture, then with its cutout. */
export async function popup(portrait: Uint8Array): Promise<Buffer> {
  const extension = await startExtension({ grantedHosts: [], colorScheme: 'light' });
  try {
    const page = await extension.open(extension.extensionPage('popup/popup.html'));
    await page.locator('#engine', { hasText: 'Runs on' }).waitFor();
    const empty = await popupShot(page);
    await dropFiles(page, {
      name: 'lamplighter.png',
      mimeType: 'image/png',
      buffer: Buffer.from(portrait),
    });
    await page.waitForSelector('[data-state=done]', { timeout: 120_000 });
    await page.waitForTimeout(1000);
    return await strip([empty, await popupShot(page)], 540);
  } finally {
    await extension.close();
  }
}
