import type { ErrorReport } from '../../shared/errors.ts';
import { byId } from '../common/elements/dom.ts';
import { t } from '../common/words/words.ts';
import type { Queue, State } from './queue.ts';

/** What is wrong with a file itself, was looked for in vain, or asks for an answer, stays so. */
const FINAL: readonly ErrorReport['code'][] = [
  ...(['empty', 'not-an-image', 'unsupported-format', 'truncated', 'damaged'] as const),
  ...(['too-large', 'too-small', 'no-person', 'remote-offered'] as const),
];

/** True for what may go well when it is done once more. */
export const canSucceed = (state: State<unknown>): boolean =>
  state.kind === 'cancelled' || (state.kind === 'failed' && !FINAL.includes(state.error.code));

/**
 * Shows how far the whole batch is, and what can be done with it now. It looks at the items one by one only where none is open
 * any more: it is called whenever one of them is further.
 */
export function showSum(queue: Pick<Queue<unknown>, 'counts' | 'fraction' | 'items'>): void {
  const { done, failed, cancelled, waiting, working } = queue.counts;
  const open = waiting + working;
  const all = done + failed + cancelled + open;
  const focused = document.activeElement;

  byId('batch').hidden = all === 0;
  const progress = byId<HTMLProgressElement>('progress');
  progress.hidden = open === 0;
  progress.value = all && (all - open + queue.fraction) / all;
  const numbers = [String(done), String(all), String(failed)];
  const sentence = failed > 0 ? t('batchSumFailed', ...numbers) : t('batchSum', ...numbers);
  // A live region: said only when it says something new.
  if (byId('sum').textContent !== sentence) byId('sum').textContent = sentence;
  byId('cancel-all').hidden = open === 0;
  byId('again-failed').hidden = open > 0 || !queue.items.some(({ state }) => canSucceed(state));
  byId('clear-list').hidden = open > 0;
  byId('zip').hidden = done === 0 || open > 0;
  // The keyboard goes on with what can be done now.
  if (focused instanceof HTMLElement && focused.hidden)
    ['cancel-all', 'zip', 'choose']
      .map((id) => byId(id))
      .find(({ hidden }) => !hidden)
      ?.focus();
}
