import { byId } from './dom.ts';

/** The one place for sentences about what went wrong. */
export interface Notice {
  show(sentence: string): void;
  hide(): void;
}

export function createNotice(): Notice {
  const notice = byId('notice', HTMLDivElement);
  const text = byId('notice-text', HTMLParagraphElement);
  const hide = () => {
    notice.hidden = true;
    text.textContent = '';
  };
  byId('notice-dismiss', HTMLButtonElement).addEventListener('click', hide);
  return {
    show(sentence) {
      text.textContent = sentence;
      notice.hidden = false;
    },
    hide,
  };
}
