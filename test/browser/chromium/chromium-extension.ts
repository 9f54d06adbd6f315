import type { Page } from 'playwright-core';
import { downloadedInto } from '../driver/downloaded.ts';
import type { ExtensionUnderTest, Started } from '../driver/extension-under-test.ts';
import { STEP_MS, until } from '../driver/until.ts';
import { type Launched, type LaunchOptions, launchWithExtension } from './chromium.ts';

/** In Chromium a tab is playwright's, with all that playwright can do. */
export interface ChromiumExtension extends Launched, Omit<ExtensionUnderTest, keyof Launched | 'open' | 'opened'> {
  open(...options: Parameters<ExtensionUnderTest['open']>): Promise<Page>;
  opened(part: string): Promise<Page>;
}

export async function startInChromium(folder: string, options: LaunchOptions): Promise<Started & Launched> {
  const launched = await launchWithExtension(folder, options);
  const { context, background } = launched;
  const [firstPage] = context.pages();
  const session = await context.newCDPSession(firstPage);
  const backgroundRuns = async () => {
    const { targetInfos } = await session.send('Target.getTargets', { filter: [{}] });
    return targetInfos.some(({ type }) => type === 'service_worker');
  };
  const started: Omit<ChromiumExtension, 'folder'> = {
    ...launched,
    async open(url, { waitUntil = 'load' } = {}) {
      const page = await context.newPage();
      await page.goto(url, { waitUntil });
      return page;
    },
    opened: (part) =>
      until(
        async () => context.pages().find((page) => page.url().includes(part)),
        STEP_MS,
        () => `No tab on ${part}.`,
      ),
    async choose(page, action, srcUrl, where = 'main frame') {
      await page.bringToFront();
      await (await background()).evaluate(
        async ([menuItemId, src, url, inChild]) => {
          const tab = (await chrome.tabs.query({})).find((each) => each.active && each.url === url);
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
    downloaded: downloadedInto(launched.downloads),
    async clipboard(page) {
      await context.grantPermissions(['clipboard-read'], { origin: new URL(page.url()).origin });
      return Buffer.from(await page.evaluate(pngOnClipboard), 'base64');
    },
    extensionPage: (path) => `chrome-extension://${launched.extensionId}/${path}`,
    async stopBackground() {
      await session.send('ServiceWorker.enable');
      await session.send('ServiceWorker.stopAllWorkers');
      await until(
        async () => !(await backgroundRuns()),
        STEP_MS,
        () => 'The service worker goes on.',
      );
    },
    backgroundRuns,
    stopEngine: async () => (await background()).evaluate(() => chrome.offscreen.closeDocument()),
    engineRuns: async () => (await background()).evaluate(() => chrome.offscreen.hasDocument()),
    async reload() {
      const worker = await background();
      const gone = worker.waitForEvent('close');
      await worker.evaluate(() => chrome.runtime.reload()).catch(() => {});
      await gone;
    },
  };
  return started as typeof started & Started;
}

/** The PNG on the clipboard, in base64. */
const pngOnClipboard = async (): Promise<string> => {
  const [item] = await navigator.clipboard.read();
  if (!item) throw new Error('Nothing is on the clipboard.');
  const png = new Uint8Array(await (await item.getType('image/png')).arrayBuffer());
  return btoa(Array.from(png, (byte) => String.fromCharCode(byte)).join(''));
};
