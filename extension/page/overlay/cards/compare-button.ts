import { t } from '../../../common/words/words.ts';
import { h, icon } from '../element.ts';

const PATH = 'M8 2v12M6 4H2.5v8H6M10 4h3.5v8H10';

/** Shows the original as long as it is pressed, by mouse, touch or keyboard. */
export function compareButton(compare: (original: boolean) => void): HTMLButtonElement {
  const button = h(
    'button',
    {
      type: 'button',
      'data-tip': t('compareHint'),
      'aria-description': t('compareHint'),
      'aria-label': t('compare'),
      'aria-pressed': 'false',
    },
    icon(PATH),
    h('span', { class: 'word' }, t('compare')),
  );
  const press = (on: boolean) => (event: Event) => {
    if (!event.isTrusted || (event instanceof KeyboardEvent && event.key !== ' ' && event.key !== 'Enter')) return;
    if ((button.getAttribute('aria-pressed') === 'true') === on) return;
    button.setAttribute('aria-pressed', String(on));
    compare(on);
  };
  for (const type of ['pointerdown', 'keydown']) button.addEventListener(type, press(true));
  for (const type of ['pointerup', 'pointercancel', 'pointerleave', 'keyup', 'blur'])
    button.addEventListener(type, press(false));
  // A long press is no wish for the menu.
  button.addEventListener('contextmenu', (event) => event.preventDefault());
  return button;
}
