import * as z from 'zod/mini';
import type { RemoteSettings } from '../../shared/contracts/remote.ts';
import { type Settings, settingsFrom } from './settings.ts';

const fileSchema = z.object({ matteo: z.literal('settings'), settings: z.looseObject({}) });

/** The settings as JSON. A server's token is left out: files get passed on. So is a network of one's own, which stays in this browser. */
export function toFile({ own: _, remote: { token: __, ...remote }, ...settings }: Settings): string {
  return `${JSON.stringify({ matteo: 'settings', settings: { ...settings, remote } }, undefined, 2)}\n`;
}

/**
 * The settings in what `toFile` wrote, of this version or an earlier one. A file can't permit that pictures are sent: another server
 * than that of `now` is asked about before each picture.
 *
 * @returns undefined where it is no such file.
 */
export function fromFile(text: string, now: RemoteSettings): Settings | undefined {
  const file = fileSchema.safeParse(parseJson(text));
  if (!file.success) return undefined;
  const settings = settingsFrom({ settings: file.data.settings });
  const { remote } = settings;
  if (remote.address === now.address) return { ...settings, remote: now };
  return { ...settings, remote: { ...remote, use: remote.use === 'never' ? 'never' : 'ask' } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
