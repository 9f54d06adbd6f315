import { byId } from './dom.ts';
import { h } from './element.ts';
import type { NextStep } from './next-steps.ts';

/** Says in `#notice` what went wrong, with what can be done next, the one to take first; nothing when empty. */
export function notice(sentence: string, steps: readonly NextStep[] = []): void {
  byId('notice-text').textContent = sentence;
  byId('ways').replaceChildren(...stepButtons(steps));
  byId('notice').hidden = sentence === '';
}

/** A button for each next step, the first one prominent. */
export const stepButtons = (steps: readonly NextStep[]): HTMLButtonElement[] =>
  steps.map(({ label, act }, index) => {
    const button = h('button', { type: 'button', ...(index === 0 && { class: 'primary' }) }, label);
    button.onclick = act;
    return button;
  });
