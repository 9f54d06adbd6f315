import { type RemoteSettings, remoteSettingsSchema } from '../../shared/contracts/remote.ts';

const KEY = 'matteo-remote';

/** Where small copies may go, and whether the person agreed for good: the server is always the one of this page. */
export function remoteSettings(): RemoteSettings {
  const parsed = remoteSettingsSchema.safeParse(kept());
  const use = parsed.success ? parsed.data.use : 'ask';
  return { version: 1, address: location.origin, use };
}

/** Keeps the person's “always”; where storage is closed to us it lasts no longer than its picture. */
export function allowRemote(): void {
  const settings: RemoteSettings = { ...remoteSettings(), use: 'fallback' };
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {}
}

function kept(): unknown {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null');
  } catch {
    return undefined;
  }
}
