import type { NextStep } from '../../../common/elements/next-steps.ts';
import { t } from '../../../common/words/words.ts';
import { h, onPress } from '../element.ts';
import { progressRing } from './progress.ts';

/** How far all pictures of a page are. */
export interface Tally {
  readonly total: number;
  readonly done: number;
  /** Pictures with people, cut out. */
  readonly found: number;
  /** The first sentence of what went wrong with others. */
  readonly failures: readonly string[];
}

export interface SummaryActs {
  cancel(): void;
  undoAll(): void;
  close(): void;
}

export interface SummaryCard {
  readonly card: HTMLElement;
  /** Draws how far it is; `steps` are offered when all is done. */
  show(tally: Tally, running: boolean, steps?: readonly NextStep[]): void;
}

/** One card for all pictures of a page: how many are done, how many show people, and what can be done next. */
export function summaryCard(acts: SummaryActs): SummaryCard {
  const { ring, fill } = progressRing();
  const line = h('p', { class: 'sentence plain' });
  const found = h('p', { class: 'muted' });
  const wrong = h('p', { class: 'muted' });
  const words = h('div', { class: 'words', role: 'status', 'aria-live': 'polite' }, line, found, wrong);
  const ways = h('div', { class: 'ways' });
  const card = h(
    'div',
    { class: 'card tall', role: 'group', 'aria-label': t('allPictures') },
    h('div', { class: 'head' }, ring, words),
    ways,
  );
  const button = (label: string, act: () => void, kind = '') =>
    onPress(h('button', { type: 'button', class: kind }, label), act);
  let drawn = '';
  const drawWays = (key: string, buttons: () => HTMLButtonElement[]) => {
    // Only when they change: whoever is on one keeps it.
    if (key === drawn) return;
    drawn = key;
    ways.replaceChildren(...buttons());
  };
  const put = (element: HTMLElement, text: string) => {
    element.hidden = text === '';
    if (element.textContent !== text) element.textContent = text;
  };
  return {
    card,
    show({ total, done, found: people, failures }, running, steps = []) {
      ring.toggleAttribute('hidden', !running);
      fill(total > 0 ? done / total : 0);
      put(
        line,
        running
          ? t('allAt', String(Math.min(done + 1, total)), String(total))
          : t('allDone', String(done), String(total)),
      );
      put(found, people > 0 || !running ? t('allFound', String(people)) : '');
      put(wrong, failures.length > 0 ? `${t('allFailed', String(failures.length))} ${failures[0]}` : '');
      const undoes = people > 0;
      drawWays(`${running} ${undoes} ${steps.map(({ label }) => label)}`, () => [
        ...steps.map(({ label, act }, index) => button(label, act, index === 0 ? 'primary' : '')),
        ...(running ? [button(t('cancelAll'), acts.cancel)] : []),
        ...(undoes ? [button(t('undoAll'), acts.undoAll)] : []),
        ...(running ? [] : [button(t('close'), acts.close)]),
      ]);
    },
  };
}
