import type { Consent } from '../../../shared/contracts/remote.ts';
import { CutoutError } from '../../../shared/errors.ts';
import type { Part } from '../../../shared/person/part.ts';
import type { Output } from '../../../shared/web/engine-worker/client.ts';
import type { Acquired } from '../acquire/source.ts';
import { progressCard } from '../overlay/cards/progress.ts';
import { makeResults } from './results/make-results.ts';
import type { Results } from './results/results.ts';
import type { SessionState } from './state.ts';

/** How results are made. */
export interface Making {
  /** The picture in the page changes on the way. */
  readonly inPlace?: boolean;
  readonly consent?: Consent | undefined;
  /** Of each person only this part. */
  readonly part?: Part;
  /** What they are added to, where not to the session's own. */
  readonly results?: Results;
  /** Where the picture comes from, where not from the page's own element. */
  from?(signal: AbortSignal): Promise<Acquired>;
}

/**
 * Makes those outputs that are lacking, with a card that says how far it is.
 *
 * @throws what `makeResults` throws; `aborted` where the person cancels.
 */
export async function makeWithCard(
  state: SessionState,
  outputs: readonly Output[],
  { inPlace, consent, part, results = state.results, from }: Making = {},
): Promise<void> {
  const { target, overlay, display } = state;
  if (results.lacking(outputs).length === 0) return;
  const controller = new AbortController();
  const cancel = () => controller.abort(new CutoutError('aborted', 'Cancelled.'));
  const progress = progressCard(cancel);
  overlay.show(progress.card, { onEscape: cancel });
  const { signal } = controller;
  const hooks = {
    signal,
    onPlace: progress.place,
    onProgress: progress.at,
    ...(from && { from }),
    ...(part && { part }),
  };
  state.isWorking = true;
  try {
    await makeResults(target, results, outputs, { ...hooks, ...(inPlace && { onPreview: display.preview }) }, consent);
  } catch (thrown) {
    if (inPlace) await display.undo();
    throw thrown;
  } finally {
    state.isWorking = false;
  }
}
