import type { ErrorReport } from '../../shared/errors.ts';
import { byId } from '../common/elements/dom.ts';
import { t } from '../common/words/words.ts';
import type { Item, State } from './queue.ts';

/** What is wrong with a file itself, or was looked for in vain, stays so. */
const FINAL: readonly ErrorReport['code'][] = [
  ...(['empty', 'not-an-image', 'unsupported-format', 'truncated', 'damaged'] as const),
  ...(['too-large', 'too-small', 'no-person'] as const),
];

/** True for what may go well when it is done once more. */
export const canSucceed = (state: State<unknown>): boolean =>
  state.kind === 'cancelled' || (state.kind === 'failed' && !FINAL.includes(state.error.code));

/** Shows how far the whole batch is, and what can be done with it now. */
export function showSum(items: readonly Item<unknown>[]): void {
  const count = (...kinds: readonly Item<unknown>['state']['kind'][]) =>
    items.filter(({ state }) => kinds.includes(state.kind)).length;
  const [done, failed, open] = [count('done'), count('failed'), count('waiting', 'working')];
  const working = items.find(({ state }) => state.kind === 'working')?.state;
  const fraction = working?.kind === 'working' ? working.fraction : 0;

  byId('batch').hidden = items.length === 0;
  const progress = byId<HTMLProgressElement>('progress');
  progress.hidden = open === 0;
  progress.value = items.length && (items.length - open + fraction) / items.length;
  const numbers = [String(done), String(items.length), String(failed)];
  const sentence = failed > 0 ? t('batchSumFailed', ...numbers) : t('batchSum', ...numbers);
  // A live region: said only when it says something new.
  if (byId('sum').textContent !== sentence) byId('sum').textContent = sentence;
  byId('cancel-all').hidden = open === 0;
  byId('again-failed').hidden = open > 0 || !items.some(({ state }) => canSucceed(state));
  byId('finishing').hidden = done === 0;
  byId('clear-list').hidden = open > 0;
  byId('zip').hidden = done === 0 || open > 0;
}
