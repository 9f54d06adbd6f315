import { t } from '../../common/words.ts';
import { h, onPress } from './element.ts';

export interface Way {
  readonly label: string;
  act(): void;
}

/** A sentence and the ways on from it; the first is the one to take. */
export function panel(sentence: string, ways: readonly Way[], onClose: () => void): HTMLElement {
  const buttons = [...ways, { label: t('close'), act: onClose }].map(({ label, act }, index) =>
    onPress(h('button', { type: 'button', class: ways.length > 0 && index === 0 ? 'primary' : '' }, label), act),
  );
  return h(
    'div',
    { class: 'card tall', role: 'group', 'aria-label': t('extensionName') },
    h('p', { class: 'sentence', role: 'alert' }, sentence),
    h('div', { class: 'ways' }, ...buttons),
  );
}
