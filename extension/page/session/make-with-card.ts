import type { Consent } from '../../../shared/contracts/remote.ts';
import { CutoutError } from '../../../shared/errors.ts';
import type { Output } from '../../../shared/web/engine-worker/client.ts';
import { progressCard } from '../overlay/cards/progress.ts';
import { makeResults } from './make-results.ts';
import type { SessionState } from './state.ts';

/**
 * Makes those outputs that are lacking, with a card that says how far it is.
 *
 * @param inPlace whether the picture in the page changes on the way.
 * @throws what `makeResults` throws; `aborted` where the person cancels.
 */
export async function makeWithCard(
  state: SessionState,
  outputs: readonly Output[],
  inPlace: boolean,
  consent?: Consent,
): Promise<void> {
  const { target, results, overlay, display } = state;
  if (results.lacking(outputs).length === 0) return;
  const controller = new AbortController();
  const cancel = () => controller.abort(new CutoutError('aborted', 'Cancelled.'));
  const progress = progressCard(cancel);
  overlay.show(progress.card, { onEscape: cancel });
  const hooks = { signal: controller.signal, onPlace: progress.place, onProgress: progress.at };
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
