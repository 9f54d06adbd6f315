import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BuildOptions, buildExtension } from '../../../extension/build.ts';
import type { Action } from '../../../extension/contracts/messages.ts';
import { type ChromiumExtension, startInChromium } from '../chromium/chromium-extension.ts';
import { startInFirefox } from '../firefox/firefox-extension.ts';
import type { LaunchOptions } from './launch-options.ts';
import type { Background, Page } from './page.ts';

/** Every test that can runs in each of them. */
export const BROWSERS = ['chromium', 'firefox'] as const;
export type BrowserName = (typeof BROWSERS)[number];

/** The extension in a browser, and what a person, a page or the browser itself does to it. */
export interface ExtensionUnderTest {
  /** A new tab on `url`. By default it waits until the pictures are loaded; a page of the extension is ready then. */
  open(url: string, options?: { waitUntil?: 'load' | 'commit' }): Promise<Page>;
  /** The tab that was opened on an address with `part` in it, waited for. */
  opened(part: string): Promise<Page>;
  /**
   * What the browser tells the extension when a menu item is chosen on a picture of `page`, or of its child frame;
   * without an address, on whatever the mouse is on.
   */
  choose(page: Page, action: Action, srcUrl: string | undefined, where?: 'main frame' | 'child frame'): Promise<void>;
  /** Waits for a finished download and reads it. */
  downloaded(name: string, timeoutMs?: number): Promise<Buffer>;
  /** The PNG on the clipboard, which `page` reads; undefined in Firefox, whose clipboard without a screen holds text alone. */
  clipboard(page: Page): Promise<Buffer | undefined>;
  extensionPage(path: string): string;
  /** The folder it is loaded from; the browser reads files anew whenever it needs them. */
  readonly folder: string;
  /** The background, started again if it was stopped. */
  background(): Promise<Background>;
  /** Stops the background as the browser does when it was idle. */
  stopBackground(): Promise<void>;
  backgroundRuns(): Promise<boolean>;
  /** Closes the engine's document; whatever needs it next opens it again. */
  stopEngine(): Promise<void>;
  /** Whether the engine's document is open. */
  engineRuns(): Promise<boolean>;
  /** Starts the extension anew, as an update does; pages keep the scripts of the old one. */
  reload(): Promise<void>;
  /** Closes the browser; its profile and the test copy are gone then. */
  close(): Promise<void>;
}

/** What one browser brings; the rest is the same in all. */
export type Started = Omit<ExtensionUnderTest, 'folder'>;

/** For tests of other things than edges: the networks' input is a third as large, and everything else as shipped. */
export const QUICK = { maxInputPixels: 256 * 256 } as const satisfies BuildOptions['engine'];

type Options = Partial<LaunchOptions> & Omit<BuildOptions, 'modelsDir'>;

/** Runs in a page of the extension, which listens to nobody before it has its words. */
const hasWords = () => [...document.querySelectorAll('[data-words]')].every(({ textContent }) => textContent !== '…');

/** Builds a test copy of the extension and starts a browser with it. Default: Chromium. */
export async function startExtension(options: Options & { browser?: 'chromium' }): Promise<ChromiumExtension>;
export async function startExtension(options: Options & { browser: BrowserName }): Promise<ExtensionUnderTest>;
export async function startExtension(options: Options & { browser?: BrowserName }): Promise<ExtensionUnderTest> {
  const { grantedHosts, engine, greets = false, browser = 'chromium', ...launch } = options;
  const folder = await mkdtemp(join(tmpdir(), 'matteo-extension-'));
  const [target, start] =
    browser === 'chromium' ? (['chrome', startInChromium] as const) : (['firefox', startInFirefox] as const);
  await buildExtension(target, folder, { greets, ...(grantedHosts && { grantedHosts }), ...(engine && { engine }) });
  const started = await start(folder, { webgpu: false, ...launch });
  return {
    ...started,
    folder,
    async open(url, options) {
      const page = await started.open(url, options);
      if (url.startsWith(started.extensionPage(''))) await page.waitForFunction(hasWords);
      return page;
    },
    async close() {
      await started.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
