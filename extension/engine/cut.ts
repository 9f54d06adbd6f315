import { accessOf, type Consent, offerRemote } from '../../shared/contracts/remote.ts';
import type {
  CutoutAnswer,
  CutoutClient,
  CutoutRequest,
  CutoutWatch,
  EngineChoice,
  EngineStatus,
} from '../../shared/web/engine-worker/client.ts';
import { browser } from '../common/browser/browser.ts';
import { ask } from '../common/requests/ask.ts';
import { allowRemote, readSettings } from '../common/storage/settings.ts';
import type { Settings } from '../contracts/settings.ts';

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
  const settings = await settingsNow(consent === 'always');
  const remote = accessOf(settings.remote, consent);
  try {
    return await client.cutOut({ ...choiceOf(settings), ...request, ...(remote && { remote }) }, watch);
  } catch (thrown) {
    throw offerRemote(thrown, settings.remote);
  }
}

/** Starts what the first picture needs, while that is still being found and fetched. */
export async function wake(client: CutoutClient): Promise<void> {
  client.start(choiceOf(await settingsNow()));
}

/** What pictures are cut out on, the server among it where the person's settings say so. */
export async function statusOf(client: CutoutClient): Promise<EngineStatus> {
  const settings = await settingsNow();
  const status = await client.warmUp(choiceOf(settings));
  const access = accessOf(settings.remote);
  const isOwn = status.own !== undefined && status.own.left === undefined;
  return access && ((access.preferred && settings.model === 'portrait-s' && !isOwn) || !status.backend)
    ? { ...status, backend: 'remote' }
    : status;
}

const choiceOf = ({ model, own, backend, quality }: Settings): EngineChoice => ({
  network: model,
  backend,
  quality,
  ...(own && { own }),
});

/** Chrome's offscreen document has no storage of its own: the background reads it. */
export async function settingsNow(allow = false): Promise<Settings> {
  if (!browser.storage) return (await ask({ kind: 'settings/all', allow })).settings;
  return allow ? allowRemote() : readSettings();
}
