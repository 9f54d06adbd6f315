import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { type BuildOptions, buildExtension } from '../../extension/build.ts';
import type { Action } from '../../shared/messages.ts';
import { type Launched, type LaunchOptions, launchWithExtension } from './chromium.ts';

export interface ExtensionUnderTest extends Launched {
  /** A new tab on `url`, its pictures loaded. */
  open(url: string): Promise<Page>;
  /** What the browser tells the extension when a menu item is chosen on a picture of `page`, or of its child frame. */
  choose(page: Page, action: Action, srcUrl: string, where?: 'main frame' | 'child frame'): Promise<void>;
  /** Waits for a finished download and reads it. */
  downloaded(name: string, timeoutMs?: number): Promise<Buffer>;
  extensionPage(path: string): string;
  /** The folder it is loaded from; the browser reads files anew whenever it needs them. */
  readonly folder: string;
  /** Closes the engine's document; whatever needs it next opens it again. */
  stopEngine(): Promise<void>;
  /** Whether the engine's document is open. */
  engineRuns(): Promise<boolean>;
}

/** Builds a test copy of the extension and starts a Chromium with it. */
export async function startExtension(
  options: Partial<LaunchOptions> & Omit<BuildOptions, 'modelsDir'>,
): Promise<ExtensionUnderTest> {
  const { grantedHosts, engine, ...launch } = options;
  const built = await mkdtemp(join(tmpdir(), 'matteo-extension-'));
  await buildExtension('chrome', built, { ...(grantedHosts && { grantedHosts }), ...(engine && { engine }) });
  const launched = await launchWithExtension(built, { webgpu: false, ...launch });
  return {
    ...launched,
    async open(url) {
      const page = await launched.context.newPage();
      await page.goto(url, { waitUntil: 'load' });
      return page;
    },
    async choose(page, action, srcUrl, where = 'main frame') {
      await page.bringToFront();
      const background = await launched.background();
      await background.evaluate(
        async ([menuItemId, src, url, inChild]) => {
          const tab = (await chrome.tabs.query({})).find((each) => each.url === url);
          const frames = inChild
            ? await chrome.scripting.executeScript({
                target: { tabId: tab?.id ?? -1, allFrames: true },
                func: () => location.href,
              })
            : [];
          const frameId = frames.find((frame) => frame.frameId !== 0)?.frameId ?? 0;
          const info = { menuItemId, srcUrl: src, frameId, editable: false, pageUrl: url };
          (chrome.contextMenus.onClicked as unknown as { dispatch(...values: unknown[]): void }).dispatch(info, tab);
        },
        [action, srcUrl, page.url(), where === 'child frame'] as const,
      );
    },
    async downloaded(name, timeoutMs = 60_000) {
      const ends = Date.now() + timeoutMs;
      while (!(await readdir(launched.downloads)).includes(name)) {
        if (Date.now() > ends) throw new Error(`No ${name} among ${await readdir(launched.downloads)}.`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return readFile(join(launched.downloads, name));
    },
    extensionPage: (path) => `chrome-extension://${launched.extensionId}/${path}`,
    folder: built,
    async stopEngine() {
      const background = await launched.background();
      await background.evaluate(() => chrome.offscreen.closeDocument());
    },
    async engineRuns() {
      const background = await launched.background();
      return background.evaluate(() => chrome.offscreen.hasDocument());
    },
    async close() {
      await launched.close();
      await rm(built, { recursive: true, force: true });
    },
  };
}
