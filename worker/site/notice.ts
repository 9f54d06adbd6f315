import { byId } from './dom.ts';

export interface NextStep {
  readonly label: string;
  act(): void;
}

/** The one place for sentences about what went wrong. */
export interface Notice {
  /** @param steps what can be done about it, the one to take first. */
  show(sentence: string, steps?: readonly NextStep[]): void;
  hide(): void;
  /** Takes the focus where it offers next steps; the answer is not chosen by it. */
  focus(): boolean;
}

/** The page's one notice; hidden at first. */
export function createNotice(): Notice {
  const notice = byId('notice', HTMLDivElement);
  const text = byId('notice-text', HTMLParagraphElement);
  const choices = byId('notice-ways', HTMLDivElement);
  const hide = () => {
    notice.hidden = true;
    text.textContent = '';
    choices.replaceChildren();
  };
  byId('notice-dismiss', HTMLButtonElement).addEventListener('click', hide);
  return {
    show(sentence, steps = []) {
      text.textContent = sentence;
      choices.replaceChildren(...steps.map(stepButton));
      notice.hidden = false;
    },
    hide,
    focus() {
      const asks = choices.childElementCount > 0;
      if (asks) text.focus({ preventScroll: true });
      return asks;
    },
  };
}

function stepButton({ label, act }: NextStep, index: number): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = index === 0 ? 'button primary' : 'button';
  button.textContent = label;
  button.addEventListener('click', act);
  return button;
}
