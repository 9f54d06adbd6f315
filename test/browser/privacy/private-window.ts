import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserName, ExtensionUnderTest } from '../driver/extension-under-test.ts';
import { STEP_MS, until } from '../driver/until.ts';

/** A tab in a private window, which drivers don't list: the extension itself acts in it. */
export interface PrivateTab {
  /** Has the page script do what a menu item on the picture at `srcUrl` does. */
  choose(action: string, srcUrl: string): Promise<void>;
  /** Runs a script beside the page script, with its rights. */
  run(script: string): Promise<void>;
}

/** Opens a private window on `url`, which the extension may enter. */
export async function openPrivately(
  extension: ExtensionUnderTest,
  browser: BrowserName,
  url: string,
): Promise<PrivateTab> {
  if (browser === 'chromium') await allowPrivateWindows(extension);
  const background = await extension.background();
  const id = await background.evaluate(async (url) => {
    const made = await chrome.windows.create({ incognito: true, url });
    return made?.tabs?.[0]?.id ?? -1;
  }, url);
  await until(
    () =>
      background.evaluate(
        async ([id, url]) => {
          const tab = await chrome.tabs.get(id as number);
          return tab.incognito && tab.url === url && tab.status === 'complete';
        },
        [id, url] as const,
      ),
    STEP_MS,
    () => 'The private window does not come to show its page.',
  );
  const inject = async (file: string) =>
    (await extension.background()).evaluate(
      async ([id, file]) =>
        void (await chrome.scripting.executeScript({ target: { tabId: id as number }, files: [file as string] })),
      [id, file] as const,
    );
  return {
    async choose(action, srcUrl) {
      await inject('page/main.js');
      await (await extension.background()).evaluate(
        async ([id, action, srcUrl]) =>
          void (await chrome.tabs.sendMessage(id as number, { kind: 'page/run', action, srcUrl })),
        [id, action, srcUrl] as const,
      );
    },
    async run(script) {
      await mkdir(join(extension.folder, 'test'), { recursive: true });
      await writeFile(join(extension.folder, 'test/run.js'), script);
      await inject('test/run.js');
    },
  };
}

/** What the person switches on in Chromium's page of extensions; the extension starts anew then. */
async function allowPrivateWindows(extension: ExtensionUnderTest): Promise<void> {
  const page = await extension.open('chrome://extensions/');
  await page.evaluate(
    async (extensionId) => {
      type Change = (change: object) => Promise<void>;
      type Private = Record<'updateProfileConfiguration' | 'updateExtensionConfiguration', Change>;
      const { developerPrivate } = chrome as unknown as { developerPrivate: Private };
      // Without it an unpacked extension does not start again.
      await developerPrivate.updateProfileConfiguration({ inDeveloperMode: true });
      await developerPrivate.updateExtensionConfiguration({ extensionId, incognitoAccess: true });
    },
    new URL(extension.extensionPage('')).hostname,
  );
  const isAllowed = () => chrome.extension?.isAllowedIncognitoAccess() ?? false;
  await until(
    () =>
      page
        .goto(extension.extensionPage('options/options.html'))
        .then(() => page.evaluate(isAllowed))
        .catch(() => false),
    STEP_MS,
    () => 'The extension is not let into private windows.',
  );
  // The page's questions started the background.
  await extension.background();
  await page.close();
}
