import { t } from '../../common/words.ts';
import { h, icon, onPress } from './element.ts';

export interface ToolbarActs {
  /** Absent where the picture was not replaced. */
  undo?(): void;
  compare?(original: boolean): void;
  save(output: 'cutout' | 'matte'): void;
  copy(): void;
  close(): void;
}

const ICONS = {
  undo: 'M3 6h6.5a3.5 3.5 0 0 1 0 7H6M3 6l3-3M3 6l3 3',
  compare: 'M8 2v12M6 4H2.5v8H6M10 4h3.5v8H10',
  save: 'M8 2.5v7.5M4.5 7 8 10.5 11.5 7M3 13.5h10',
  matte: 'M8 2a4.5 4.5 0 0 0 0 9zM8 2a4.5 4.5 0 0 1 0 9M3 13.5h10M6 3.2v6.6M4.4 5v3',
  copy: 'M5.5 5.5h8v8h-8zM3 10.5h-.5v-8h8V3',
  close: 'M4 4l8 8M12 4l-8 8',
};

/** The tools for a finished cutout; arrow keys move between them. `say` puts a short word beside them. */
export function toolbar(acts: ToolbarActs): { card: HTMLElement; say(sentence: string): void } {
  const button = (path: string, label: string, act: () => void) =>
    onPress(h('button', { type: 'button', title: label }, icon(path), h('span', { class: 'word' }, label)), act);
  const card = h('div', { class: 'card', role: 'toolbar', 'aria-label': t('toolbar') });
  if (acts.undo) card.append(button(ICONS.undo, t('undo'), acts.undo));
  if (acts.compare) card.append(holdButton(acts.compare));
  if (acts.undo) card.append(h('span', { class: 'separator' }));
  const said = h('span', { class: 'said', role: 'status', 'aria-live': 'polite' });
  const close = onPress(
    h('button', { type: 'button', class: 'bare', 'aria-label': t('close'), title: t('close') }, icon(ICONS.close)),
    acts.close,
  );
  card.append(
    button(ICONS.save, t('saveCutout').replace('…', ''), () => acts.save('cutout')),
    button(ICONS.matte, t('saveMatte').replace('…', ''), () => acts.save('matte')),
    button(ICONS.copy, t('copy'), acts.copy),
    said,
    close,
  );
  moveByArrows(card);
  return {
    card,
    say(sentence) {
      said.textContent = sentence;
    },
  };
}

/** Shows the original as long as it is pressed, by mouse, touch or keyboard. */
function holdButton(compare: (original: boolean) => void): HTMLButtonElement {
  const button = h(
    'button',
    { type: 'button', title: t('compareHint'), 'aria-pressed': 'false' },
    icon(ICONS.compare),
    h('span', { class: 'word' }, t('compare')),
  );
  const hold = (on: boolean) => (event: Event) => {
    if (!event.isTrusted || (event instanceof KeyboardEvent && event.key !== ' ' && event.key !== 'Enter')) return;
    if ((button.getAttribute('aria-pressed') === 'true') === on) return;
    button.setAttribute('aria-pressed', String(on));
    compare(on);
  };
  for (const type of ['pointerdown', 'keydown']) button.addEventListener(type, hold(true));
  for (const type of ['pointerup', 'pointercancel', 'pointerleave', 'keyup', 'blur'])
    button.addEventListener(type, hold(false));
  return button;
}

/** Left, right, Home and End, as a toolbar is expected to. */
function moveByArrows(card: HTMLElement): void {
  const buttons = [...card.querySelectorAll('button')];
  const enter = (at: number) => {
    buttons.forEach((button, index) => {
      button.tabIndex = index === at ? 0 : -1;
    });
  };
  enter(0);
  card.addEventListener('keydown', (event) => {
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || next === undefined) return;
    const index = (next + buttons.length) % buttons.length;
    enter(index);
    buttons[index]?.focus();
    event.preventDefault();
  });
}
