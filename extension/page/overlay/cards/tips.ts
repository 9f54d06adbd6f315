import { h } from '../element.ts';

/** How long the mouse rests on a control before its words come, in milliseconds; a finger presses longer. */
const REST_MS = 350;
const LONG_PRESS_MS = 500;
/** Free space between control, words and the window's sides, in CSS pixels. */
const GAP = 8;

/**
 * Puts a card's controls into words where they show none: under the mouse, with the focus of the keyboard, and by a long press of
 * a finger, which then presses nothing. `data-tip` says more than a control's label, and always comes.
 *
 * @param beside what stands beside the card.
 * @returns all of it, with its words.
 */
export function withTips(card: HTMLElement, ...beside: HTMLElement[]): HTMLElement {
  const tip = h('span', { class: 'tip', 'aria-hidden': 'true' });
  const stand = h('div', { class: 'stand' }, card, ...beside, tip);
  let due: ReturnType<typeof setTimeout> | undefined;
  let isHeld = false;

  const hide = () => {
    clearTimeout(due);
    tip.textContent = '';
  };
  const show = (control: HTMLElement) => {
    tip.textContent = wordsOf(control);
    if (tip.textContent) placeBeside(tip, control, stand);
  };
  const soon = (control: HTMLElement | undefined, after: number, then = () => {}) => {
    hide();
    if (!control) return;
    due = setTimeout(() => {
      show(control);
      then();
    }, after);
  };

  card.addEventListener('pointerover', ({ pointerType, target }) => {
    if (pointerType !== 'touch') soon(controlAt(target), REST_MS);
  });
  card.addEventListener('pointerdown', ({ pointerType, target }) => {
    isHeld = false;
    hide();
    if (pointerType !== 'touch') return;
    soon(controlAt(target), LONG_PRESS_MS, () => {
      isHeld = true;
    });
  });
  for (const type of ['pointerup', 'pointercancel', 'pointerleave', 'focusout']) card.addEventListener(type, hide);
  card.addEventListener('focusin', ({ target }) => {
    const control = controlAt(target);
    if (control?.matches(':focus-visible')) show(control);
  });
  card.addEventListener('contextmenu', (event) => {
    if (isHeld) event.preventDefault();
  });
  card.addEventListener(
    'click',
    (event) => {
      if (!isHeld) return;
      isHeld = false;
      event.preventDefault();
      event.stopPropagation();
    },
    { capture: true },
  );
  return stand;
}

const controlAt = (target: EventTarget | null): HTMLElement | undefined =>
  (target instanceof Element && target.closest<HTMLElement>('button, input')) || undefined;

/** What a control does not say by itself. */
const wordsOf = (control: HTMLElement): string =>
  control.dataset.tip ?? (control.innerText?.trim() ? '' : (control.getAttribute('aria-label') ?? ''));

/** Over the control, or under it where the window ends. */
function placeBeside(tip: HTMLElement, control: HTMLElement, stand: HTMLElement): void {
  tip.style.transform = '';
  const [own, at, origin] = [tip, control, stand].map((each) => each.getBoundingClientRect());
  const middle = at.left + at.width / 2 - own.width / 2;
  const left = Math.max(GAP, Math.min(innerWidth - own.width - GAP, middle));
  const over = at.top - own.height - GAP;
  const top = over >= GAP ? over : at.bottom + GAP;
  tip.style.transform = `translate(${Math.round(left - origin.left)}px, ${Math.round(top - origin.top)}px)`;
}
