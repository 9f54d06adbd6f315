import { byId, focusFirstShown } from './dom.ts';
import { h } from './element.ts';
import type { NextStep } from './next-steps.ts';

/**
 * Says what went wrong, with what can be done next, the one to take first; nothing when empty. The focus of a button that goes is
 * handed on.
 *
 * @param id of the element that says it, if not `#notice`; there each says one thing at a time.
 */
export function notice(sentence: string, steps: readonly NextStep[] = [], id = 'notice'): void {
  const element = byId(id);
  const hadFocus = element.contains(document.activeElement);
  byId(`${id}-text`).textContent = sentence;
  element.querySelector('.ways')?.replaceChildren(...stepButtons(steps));
  element.hidden = sentence === '';
  if (hadFocus) focusFirstShown(['cancel', 'stage', 'choose', 'another'], { preventScroll: true });
}

/** A button for each next step, the first one prominent. */
export const stepButtons = (steps: readonly NextStep[]): HTMLButtonElement[] =>
  steps.map(({ label, act }, index) => {
    const button = h('button', { type: 'button', ...(index === 0 && { class: 'primary' }) }, label);
    button.onclick = act;
    return button;
  });
