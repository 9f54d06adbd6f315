import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Worker } from 'playwright-core';
import type { LaunchOptions } from '../driver/launch-options.ts';
import { findProgram } from '../driver/program.ts';
import { PUBLIC_HOSTS } from '../driver/site.ts';
import { STEP_MS } from '../driver/until.ts';

export type { LaunchOptions };

/**
 * The Chromium to test with: `CHROME_PATH`, else one on the PATH or in the usual places, else playwright's own.
 *
 * @throws Error with a sentence that says how to get one.
 */
export const findChromium = (): string =>
  findProgram({
    variable: 'CHROME_PATH',
    names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'],
    places: [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
      chromium.executablePath(),
    ],
    missing:
      'No Chromium was found: install one (Debian: apt-get install chromium; anywhere: npx playwright-core install chromium) or set CHROME_PATH.',
  });

export interface Launched {
  readonly context: BrowserContext;
  readonly extensionId: string;
  /** Where downloads arrive under their own names. */
  readonly downloads: string;
  /** The extension's service worker, started again if it was stopped. */
  background(): Promise<Worker>;
  /** Closes the browser and removes its profile. */
  close(): Promise<void>;
}

/** Starts Chromium with an unpacked extension in a fresh profile. */
export async function launchWithExtension(extensionDir: string, options: LaunchOptions): Promise<Launched> {
  const executablePath = findChromium();
  const profile = await mkdtemp(join(tmpdir(), 'matteo-chromium-'));
  const downloads = join(profile, 'downloads');
  await mkdir(join(profile, 'Default'), { recursive: true });
  await mkdir(downloads);
  const preferences = { download: { default_directory: downloads, prompt_for_download: false } };
  await writeFile(join(profile, 'Default/Preferences'), JSON.stringify(preferences));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    timeout: STEP_MS,
    headless: options.headless ?? true,
    viewport: { width: 1000, height: 700 },
    ...(options.colorScheme && { colorScheme: options.colorScheme }),
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--host-resolver-rules=${PUBLIC_HOSTS.map((host) => `MAP ${host} 127.0.0.1`).join(', ')}`,
      `--disable-extensions-except=${extensionDir}`,
      `--load-extension=${extensionDir}`,
      ...(options.webgpu ? ['--enable-unsafe-webgpu'] : []),
    ],
  });
  context.setDefaultTimeout(STEP_MS);
  const close = async () => {
    await context.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    const first = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
    const extensionId = new URL(first.url()).host;
    const page = context.pages()[0] ?? (await context.newPage());
    const session = await context.newCDPSession(page);
    await session.send('Browser.setDownloadBehavior', { behavior: 'default' });
    return {
      context,
      extensionId,
      downloads,
      background: async () => context.serviceWorkers()[0] ?? context.waitForEvent('serviceworker'),
      close,
    };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}
