import { accessOf, type Consent, offerRemote, type RemoteSettings } from '../../shared/remote.ts';
import type { CutoutAnswer, CutoutClient, CutoutRequest, CutoutWatch, EngineStatus } from '../../shared/web/client.ts';
import { ask } from '../common/ask.ts';
import { browser } from '../common/browser.ts';
import { allowRemote, readRemoteSettings } from '../common/remote-settings.ts';

/**
 * Cuts one picture out; a copy goes to the server only under the person's settings or answer.
 *
 * @throws CutoutError `remote-offered` where only the server could do it and the person has to be asked.
 */
export async function cut(
  client: CutoutClient,
  request: Omit<CutoutRequest, 'remote'>,
  consent: Consent | undefined,
  watch: CutoutWatch,
): Promise<CutoutAnswer> {
  const settings = await remoteSettings(consent === 'always');
  const remote = accessOf(settings, consent);
  try {
    return await client.cutOut({ ...request, ...(remote && { remote }) }, watch);
  } catch (thrown) {
    throw offerRemote(thrown, settings);
  }
}

/** What pictures are cut out on, the server among it where the person's settings say so. */
export async function statusOf(client: CutoutClient): Promise<EngineStatus> {
  const [status, settings] = await Promise.all([client.warmUp(), remoteSettings(false)]);
  const access = accessOf(settings);
  return access && (access.preferred || !status.backend) ? { ...status, backend: 'remote' } : status;
}

/** Chrome's offscreen document has no storage of its own: the background reads it. */
async function remoteSettings(allow: boolean): Promise<RemoteSettings> {
  if (!browser.storage) return (await ask({ kind: 'remote/settings', allow })).settings;
  return allow ? allowRemote() : readRemoteSettings();
}
