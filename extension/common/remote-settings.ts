import { NO_REMOTE, type RemoteSettings, remoteSettingsSchema } from '../../shared/remote.ts';
import { browser } from './browser.ts';

const KEY = 'remote';

/** The settings of the server that helps; what can't be read counts as never set. */
export async function readRemoteSettings(): Promise<RemoteSettings> {
  const { [KEY]: kept } = await browser.storage.local.get(KEY);
  const parsed = remoteSettingsSchema.safeParse(kept);
  return parsed.success ? parsed.data : NO_REMOTE;
}

export const keepRemoteSettings = (settings: RemoteSettings): Promise<void> =>
  browser.storage.local.set({ [KEY]: settings });

/** Keeps the person's “always” to the question, and answers the settings. */
export async function allowRemote(): Promise<RemoteSettings> {
  const settings = await readRemoteSettings();
  if (settings.use !== 'ask') return settings;
  const allowed: RemoteSettings = { ...settings, use: 'fallback' };
  await keepRemoteSettings(allowed);
  return allowed;
}
