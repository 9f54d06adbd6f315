import type messages from '../_locales/en/messages.json';
import { browser } from './browser.ts';

export type WordKey = keyof typeof messages;

/** The sentence named `key` in the person's language. */
export const t = (key: WordKey, ...substitutions: string[]): string => browser.i18n.getMessage(key, substitutions);

/** Fills every element that has `data-words="key"` (its text) or `data-label="key"` (its accessible name). */
export function localise(root: Document): void {
  root.documentElement.lang = browser.i18n.getUILanguage();
  for (const element of root.querySelectorAll<HTMLElement>('[data-words]')) {
    element.textContent = t(element.dataset.words as WordKey);
  }
  for (const element of root.querySelectorAll<HTMLElement>('[data-label]')) {
    element.setAttribute('aria-label', t(element.dataset.label as WordKey));
  }
}
