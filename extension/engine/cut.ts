import { accessOf, type Consent, offerRemote } from '../../shared/contracts/remote.ts';
import { CutoutError } from '../../shared/errors.ts';
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
import { settingsForEngine } from '../common/storage/settings.ts';
import { Failure } from '../common/words/failure.ts';
import { ASKED_EACH_TIME } from '../contracts/messages.ts';
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
  const { settings, keepsAlways } = await settingsNow(consent === 'always');
  const remote = accessOf(settings.remote, consent);
  try {
    return await client.cutOut({ ...choiceOf(settings), ...request, ...(remote && { remote }) }, watch);
  } catch (thrown) {
    // The server replaces no network for parts of people, and where it has helped, the rest is not its fault.
    if (request.part || consent) throw thrown;
    const offered = offerRemote(thrown, settings.remote);
    throw keepsAlways ? offered : askedEachTime(offered);
  }
}

/** The question of the server as one that no “always” answers. */
function askedEachTime(thrown: unknown): unknown {
  if (!(thrown instanceof CutoutError && thrown.code === 'remote-offered')) return thrown;
  const { code, message, cause, facts } = thrown;
  return new Failure(code, message, { cause, facts: [...facts, ASKED_EACH_TIME] });
}

/** Starts what the first picture needs, while that is still being found and fetched. */
export async function wake(client: CutoutClient): Promise<void> {
  client.start(choiceOf((await settingsNow()).settings));
}

/** What pictures are cut out on, the server among it where the person's settings say so. */
export async function statusOf(client: CutoutClient): Promise<EngineStatus> {
  const { settings } = await settingsNow();
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
export const settingsNow = (allow = false): Promise<{ settings: Settings; keepsAlways: boolean }> =>
  browser.storage ? settingsForEngine(allow) : ask({ kind: 'settings/all', allow });
