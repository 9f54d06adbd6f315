/// <reference path="./privileged.d.ts" />
import { downloadedInto } from '../driver/downloaded.ts';
import type { Started } from '../driver/extension-under-test.ts';
import type { LaunchOptions } from '../driver/launch-options.ts';
import type { Background } from '../driver/page.ts';
import { STEP_MS, until } from '../driver/until.ts';
import { launchFirefox } from './firefox.ts';
import { firefoxPage } from './firefox-page.ts';

export async function startInFirefox(folder: string, options: LaunchOptions): Promise<Started> {
  const { session, addonId, host, downloads, close } = await launchFirefox(folder, options);
  const { inBrowser } = session;
  const state = () => inBrowser((id) => WebExtensionPolicy.getByID(id).extension.backgroundState, addonId);
  const backgroundRuns = async () => (await state()) === 'running';
  const evaluate = (run: (argument: never) => unknown, argument?: unknown) =>
    inBrowser(inEventPage, { addonId, source: String(run), argument });
  const stopBackground = async () => {
    await evaluate(() => void Object.assign(window, { isOld: true }));
    // Without the option an event page with a message under way goes on.
    await inBrowser(
      (id) => WebExtensionPolicy.getByID(id).extension.terminateBackground({ disableResetIdleForTest: true }),
      addonId,
    );
    // It may be started again at once, so that nobody sees it stopped: then it is another one.
    const isAnother = async () => !(await evaluate(() => 'isOld' in window));
    await until(
      async () => {
        const now = await state();
        return now === 'stopped' || (now === 'running' && (await isAnother().catch(() => false)));
      },
      STEP_MS,
      () => 'The event page goes on.',
    );
  };
  return {
    async open(url, { waitUntil = 'load' } = {}) {
      const page = firefoxPage(session, await session.newTab());
      await page.goto(url, { waitUntil });
      return page;
    },
    opened: (part) =>
      until(
        async () => {
          for (const tab of await session.tabs()) {
            // Null where the tab's first document went meanwhile.
            const now: { readonly url: string } | null = await session.inPage({ tab }, () => {});
            if (now?.url.includes(part)) return firefoxPage(session, tab);
          }
          return undefined;
        },
        STEP_MS,
        () => `No tab on ${part}.`,
      ),
    async choose(page, action, srcUrl, where = 'main frame') {
      await page.bringToFront();
      await inBrowser(
        ({ id, menuItemId, src, url, inChild }) => {
          const { selectedTab, selectedBrowser } = gBrowser;
          const [child] = selectedBrowser.browsingContext.children;
          const frameId = inChild ? child.id : 0;
          const info = { menuItemId, srcUrl: src, frameId, editable: false, pageUrl: url };
          WebExtensionPolicy.getByID(id).extension.emit('webext-menu-menuitem-click', info, selectedTab);
        },
        { id: addonId, menuItemId: action, src: srcUrl, url: page.url(), inChild: where === 'child frame' },
      );
    },
    downloaded: downloadedInto(downloads),
    clipboard: async () => undefined,
    extensionPage: (path) => `moz-extension://${host}/${path}`,
    background: async () => ({ evaluate: evaluate as Background['evaluate'] }),
    stopBackground,
    backgroundRuns,
    // The event page is the engine's document.
    stopEngine: stopBackground,
    engineRuns: backgroundRuns,
    async reload() {
      await inBrowser(async (id) => {
        const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
        await (await AddonManager.getAddonByID(id)).reload();
      }, addonId);
    },
    close,
  };
}

/** Runs code in the event page, started if need be, whatever its Content-Security-Policy says. */
async function inEventPage({
  addonId,
  source,
  argument,
}: {
  addonId: string;
  source: string;
  argument: unknown;
}): Promise<unknown> {
  const { extension } = WebExtensionPolicy.getByID(addonId);
  await extension.wakeupBackground();
  const background = [...extension.views].find(({ viewType }) => viewType === 'background');
  if (!background) throw new Error('The event page did not start.');
  const { messageManager } = background.xulBrowser;
  const answer = `matteo-test-${Math.random()}`;
  const script = `(async () => {
    const sandbox = new Cu.Sandbox(content, { sandboxPrototype: content, wantXrays: false });
    try {
      const json = await Cu.evalInSandbox(${JSON.stringify(
        `(async () => JSON.stringify(await (${source})(${JSON.stringify(argument) ?? ''})))()`,
      )}, sandbox);
      sendAsyncMessage(${JSON.stringify(answer)}, { json });
    } catch (thrown) {
      sendAsyncMessage(${JSON.stringify(answer)}, { error: String(thrown) });
    }
  })()`;
  const { json, error } = await new Promise<{ json?: string; error?: string }>((resolve) => {
    messageManager.addMessageListener(answer, function listen({ data }) {
      messageManager.removeMessageListener(answer, listen);
      resolve(data);
    });
    messageManager.loadFrameScript(`data:application/javascript,${encodeURIComponent(script)}`, false);
  });
  if (error !== undefined) throw new Error(error);
  return json === undefined ? undefined : JSON.parse(json);
}
