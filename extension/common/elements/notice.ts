import { byId } from './dom.ts';
import { h } from './element.ts';

export interface Way {
  readonly label: string;
  act(): void;
}

/** Says in `#notice` what went wrong, with the ways on from it, the one to take first; nothing when empty. */
export function notice(sentence: string, ways: readonly Way[] = []): void {
  byId('notice-text').textContent = sentence;
  byId('ways').replaceChildren(...wayButtons(ways));
  byId('notice').hidden = sentence === '';
}

/** A button for each way on, the first one prominent. */
export const wayButtons = (ways: readonly Way[]): HTMLButtonElement[] =>
  ways.map(({ label, act }, index) => {
    const button = h('button', { type: 'button', ...(index === 0 && { class: 'primary' }) }, label);
    button.onclick = act;
    return button;
  });
