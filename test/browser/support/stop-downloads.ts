import type { ExtensionUnderTest } from '../driver/extension-under-test.ts';

/** From now on, every download of the extension ends as the browsers tell it, for example with `USER_CANCELED`. */
export const stopDownloads = async (extension: ExtensionUnderTest, why: string): Promise<void> => {
  const background = await extension.background();
  await background.evaluate((why) => {
    for (const api of [chrome, (globalThis as { browser?: typeof chrome }).browser ?? chrome])
      api.downloads.download = () => Promise.reject(new Error(why));
  }, why);
};
