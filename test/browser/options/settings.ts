import { DEFAULT_SETTINGS, type Kept, type Settings, settingsFrom } from '../../../extension/contracts/settings.ts';
import type { ExtensionUnderTest } from '../driver/extension-under-test.ts';

type Extension = Pick<ExtensionUnderTest, 'background'>;

/** Puts settings where the extension keeps them; the others are the defaults. */
export async function keepSettings(extension: Extension, patch: Partial<Settings>): Promise<void> {
  const background = await extension.background();
  const settings = { ...DEFAULT_SETTINGS, ...patch };
  await background.evaluate((kept) => chrome.storage.local.set({ settings: kept }), settings);
}

export async function keptSettings(extension: Extension): Promise<Settings> {
  const background = await extension.background();
  return settingsFrom((await background.evaluate(() => chrome.storage.local.get(['settings']))) as Kept);
}
