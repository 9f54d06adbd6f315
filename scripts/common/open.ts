import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { launchFirefox } from '../../test/browser/firefox/firefox.ts';
import { ensureChromium } from '../browsers/chromium.ts';
import { ensureFirefox } from '../browsers/firefox.ts';

export interface OpenBrowser {
  close(): Promise<void>;
  /** Has the browser read the extension's folder again, where it can. */
  reload?(): Promise<void>;
}

/** Opens a Chromium window with a fresh profile, the extension of `dist` loaded, on `url`; the profile goes with it. */
export async function openChromium(dist: string, url: string): Promise<OpenBrowser> {
  const executablePath = ensureChromium();
  const extension = `${dist}chrome`;
  const profile = await mkdtemp(join(tmpdir(), 'matteo-profile-'));
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: false,
    viewport: null,
    ignoreDefaultArgs: ['--disable-extensions'],
    args: [...sandbox, '--no-first-run', `--disable-extensions-except=${extension}`, `--load-extension=${extension}`],
  });
  await (context.pages()[0] ?? (await context.newPage())).goto(url);
  return {
    async reload() {
      // The worker ends with its extension, and its answer with it.
      const reload = () =>
        (globalThis as unknown as { chrome: { runtime: { reload(): void } } }).chrome.runtime.reload();
      await context
        .serviceWorkers()[0]
        ?.evaluate(reload)
        .catch(() => {});
    },
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** The same in Firefox. */
export async function openFirefox(dist: string, url: string): Promise<OpenBrowser> {
  process.env.FIREFOX_PATH = ensureFirefox();
  const { session, close } = await launchFirefox(`${dist}firefox`, { webgpu: true, headless: false });
  const tab = await session.newTab();
  await session.toTab(tab, 'WebDriver:Navigate', { url });
  return { close };
}
