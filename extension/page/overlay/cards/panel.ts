import type { NextStep } from '../../../common/elements/next-steps.ts';
import { t } from '../../../common/words/words.ts';
import { h, onPress } from '../element.ts';

/** A sentence and what can be done next; the first is the one to take, the last the way out. */
export function panel(
  sentence: string,
  steps: readonly NextStep[],
  onClose: () => void,
  closeLabel = t('close'),
): HTMLElement {
  const buttons = [...steps, { label: closeLabel, act: onClose }].map(({ label, act }, index) =>
    onPress(h('button', { type: 'button', class: steps.length > 0 && index === 0 ? 'primary' : '' }, label), act),
  );
  return h(
    'div',
    { class: 'card tall', role: 'group', 'aria-label': t('extensionName') },
    h('p', { class: 'sentence', role: 'alert' }, sentence),
    h('div', { class: 'ways' }, ...buttons),
  );
}
