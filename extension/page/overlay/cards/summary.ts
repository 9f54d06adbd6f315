import type { NextStep } from '../../../common/elements/next-steps.ts';
import { t } from '../../../common/words/words.ts';
import { h, onPress } from '../element.ts';
import { setButtons } from '../set-buttons.ts';
import { progressRing } from './progress.ts';

/** How far all pictures of a page are. */
export interface Tally {
  readonly total: number;
  readonly done: number;
  /** Pictures with people, cut out. */
  readonly found: number;
  /** What went wrong with others. */
  readonly failures: readonly FailedPicture[];
}

/** A picture that could not be looked at. */
export interface FailedPicture {
  readonly name: string;
  /** Why, in a sentence. */
  readonly message: string;
  /** Brings the page's picture into sight, and the focus to it. */
  reveal(): void;
}

export interface SummaryActs {
  cancel(): void;
  /** Saves all that was cut out. */
  saveAll(): void;
  undoAll(): void;
  close(): void;
}

export interface SummaryCard {
  readonly card: HTMLElement;
  /** Draws how far it is; `steps` are offered when all is done. */
  show(tally: Tally, running: boolean, steps?: readonly NextStep[]): void;
  /** Says how saving goes on. */
  say(sentence: string): void;
}

/** One card for all pictures of a page: how many are done, how many show people, and what can be done next. */
export function summaryCard(acts: SummaryActs): SummaryCard {
  const { ring, fill } = progressRing();
  const line = h('p', { class: 'sentence plain' });
  const found = h('p', { class: 'muted' });
  const wrong = h('p', { class: 'muted' });
  const said = h('p', { class: 'muted' });
  const words = h('div', { class: 'words', role: 'status', 'aria-live': 'polite' }, line, found, wrong, said);
  const failed = failedList();
  const ways = h('div', { class: 'ways' });
  const card = h(
    'div',
    { class: 'card tall', role: 'group', 'aria-label': t('allPictures') },
    h('div', { class: 'head' }, ring, words),
    failed.list,
    ways,
  );
  const button = (label: string, act: () => void) => onPress(h('button', { type: 'button' }, label), act);
  const cancelAll = button(t('cancelAll'), acts.cancel);
  const save = button(t('saveAll'), acts.saveAll);
  const undoAll = button(t('undoAll'), acts.undoAll);
  const close = button(t('close'), acts.close);
  let stepButtons: readonly HTMLButtonElement[] = [];
  /** The same buttons as long as they say the same: whoever is on one keeps it. */
  const withSteps = (steps: readonly NextStep[]) => {
    const isSame =
      steps.length === stepButtons.length && steps.every(({ label }, i) => stepButtons[i].textContent === label);
    const made = isSame ? stepButtons : steps.map(({ label, act }) => button(label, act));
    made[0]?.classList.add('primary');
    return made;
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
      put(wrong, failures.length > 0 ? `${t('allFailed', String(failures.length))} ${failures[0].message}` : '');
      failed.show(failures);
      const [some, fails] = [people > 0, failures.length > 0];
      stepButtons = withSteps(steps);
      save.classList.toggle('primary', steps.length === 0);
      setButtons(ways, [
        ...stepButtons,
        ...(running ? [cancelAll] : []),
        ...(some && !running ? [save] : []),
        ...(fails ? [failed.toggle] : []),
        ...(some ? [undoAll] : []),
        ...(running ? [] : [close]),
      ]);
    },
    say: (sentence) => put(said, sentence),
  };
}

/** The pictures that failed, each with its reason, and the button that opens the list. */
function failedList() {
  const list = h('ul', { class: 'failed', 'aria-label': t('whichFailed') });
  list.hidden = true;
  const toggle = onPress(h('button', { type: 'button', 'aria-expanded': 'false' }, t('whichFailed')), () =>
    open(list.hasAttribute('hidden')),
  );
  const open = (on: boolean) => {
    list.hidden = !on;
    toggle.setAttribute('aria-expanded', String(on));
  };
  let drawn: readonly FailedPicture[] = [];
  return {
    list,
    toggle,
    show(failures: readonly FailedPicture[]) {
      const isLonger = drawn.every((each, index) => each === failures[index]);
      // What came is put at the end: whoever is on one above keeps it.
      if (!isLonger) list.replaceChildren();
      list.append(...failures.slice(isLonger ? drawn.length : 0).map(entryOf));
      drawn = failures;
      if (failures.length === 0) open(false);
    },
  };
}

const entryOf = ({ name, message, reveal }: FailedPicture): HTMLLIElement =>
  h('li', {}, onPress(h('button', { type: 'button' }, h('strong', {}, name), h('span', {}, message)), reveal));
