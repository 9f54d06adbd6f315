import type { Page } from 'playwright-core';

/** A window of this size (in CSS pixels) on a screen with `scale` pixels to one of them. */
export async function onScreen(page: Page, width: number, height: number, scale: number): Promise<void> {
  await page.setViewportSize({ width, height });
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: scale, mobile: false });
}

/** What the window shows, at the screen's own resolution. PNG. */
export async function shot(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'png' });
  await session.detach();
  return Buffer.from(data, 'base64');
}
