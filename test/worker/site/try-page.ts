import { readFile } from 'node:fs/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { findChromium } from '../../browser/chromium/chromium.ts';

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-quic'] });

/** What the page complains about from now on: errors, and whatever its CSP stopped. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  return complaints;
}

export const reaches = (page: Page, state: 'empty' | 'working' | 'done') =>
  page.waitForSelector(`body[data-state=${state}]`);

/** What a link of the page downloads. */
export async function download(page: Page, id: string) {
  const [saved] = await Promise.all([page.waitForEvent('download'), page.click(`#${id}`)]);
  const bytes = await readFile(await saved.path());
  const { data, info } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => [...data.subarray((y * info.width + x) * 4, (y * info.width + x) * 4 + 4)];
  return { name: saved.suggestedFilename(), bytes, at, width: info.width, height: info.height };
}
