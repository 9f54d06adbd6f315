import { t } from '../../../common/words/words.ts';
import { h, onPress } from '../element.ts';

export interface Way {
  readonly label: string;
  act(): void;
}

/** A sentence and the ways on from it; the first is the one to take, the last the way out. */
export function panel(
  sentence: string,
  ways: readonly Way[],
  onClose: () => void,
  closeLabel = t('close'),
): HTMLElement {
  const buttons = [...ways, { label: closeLabel, act: onClose }].map(({ label, act }, index) =>
    onPress(h('button', { type: 'button', class: ways.length > 0 && index === 0 ? 'primary' : '' }, label), act),
  );
  return h(
    'div',
    { class: 'card tall', role: 'group', 'aria-label': t('extensionName') },
    h('p', { class: 'sentence', role: 'alert' }, sentence),
    h('div', { class: 'ways' }, ...buttons),
  );
}
