import type messages from '../../_locales/en/messages.json';
import { directionOf, fill, type Words } from '../../contracts/words.ts';
import { browser } from '../browser/browser.ts';

export type WordKey = keyof typeof messages;

/** What was said so far: a page script whose extension was updated can't ask for words any more. */
const said = new Map<string, string>();

let chosen: Words | undefined;

/** Has `t` take its sentences from `words`; from the browser's own choice of language where there are none. */
export function useWords(words: Words | undefined): void {
  chosen = words;
}

/** The sentence named `key` in the person's language; once there is nobody to ask, as it was said before, or ''. */
export function t(key: WordKey, ...substitutions: string[]): string {
  if (chosen?.[key]) return fill(chosen[key], substitutions);
  const id = [key, ...substitutions].join('\n');
  try {
    said.set(id, browser.i18n.getMessage(key, substitutions));
  } catch {}
  return said.get(id) ?? '';
}

/** The tag of the language that `t` speaks. */
export const languageTag = (): string => t('languageTag');

/**
 * Fills every element that has `data-words="key"` (its text) or `data-label="key"` (its accessible name; a button's tip and a group's
 * heading, too), and sets the
 * document's language and direction.
 */
export function localise(root: Document): void {
  root.documentElement.lang = languageTag();
  root.documentElement.dir = directionOf(languageTag());
  for (const element of root.querySelectorAll<HTMLElement>('[data-words]')) {
    element.textContent = t(element.dataset.words as WordKey);
  }
  for (const element of root.querySelectorAll<HTMLElement>('[data-label]')) {
    element.setAttribute('aria-label', t(element.dataset.label as WordKey));
    if (element instanceof HTMLButtonElement) element.title = t(element.dataset.label as WordKey);
    if (element instanceof HTMLOptGroupElement) element.label = t(element.dataset.label as WordKey);
  }
}
