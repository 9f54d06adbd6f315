import * as z from 'zod/mini';
import { type Words, wordsSchema } from '../../contracts/words.ts';
import { browser } from '../browser/browser.ts';
import { languageTag, useWords } from '../words/words.ts';
import { readSettings } from './settings.ts';

const FALLBACK = 'en';

const load = async (path: string): Promise<unknown> => (await fetch(browser.runtime.getURL(path))).json();

/** The languages that this build has, by the names of their folders in `_locales`. */
export const locales = async (): Promise<readonly string[]> =>
  z.array(z.string()).parse(await load('common/locales.json'));

/**
 * The words of a chosen language, English where it lacks a sentence; undefined where the browser's own choice applies, or
 * this build lacks the language.
 */
export async function wordsOf(language: string): Promise<Words | undefined> {
  if (language === 'auto' || !(await locales()).includes(language)) return undefined;
  const [english, chosen] = await Promise.all(
    [FALLBACK, language].map(async (locale) => wordsSchema.parse(await load(`_locales/${locale}/messages.json`))),
  );
  return { ...english, ...chosen };
}

/** All words that a page script may need, also when there is nobody to ask any more: in the browser's language by default. */
export const wordsForPage = async (language: string): Promise<Words | undefined> =>
  (await wordsOf(language)) ?? wordsOf(languageTag().replace('-', '_'));

let spoken: Promise<void> = Promise.resolve();

/** Has `t` speak the language of the settings. For the background and the extension's own pages. */
export function speak(): Promise<void> {
  const speaking = readSettings().then(async ({ language }) => useWords(await wordsOf(language)));
  spoken = speaking.catch(() => {});
  return speaking;
}

/** Waits until the last `speak` has ended, well or not: whoever has just started may be asked for a sentence before. */
export const hasSpoken = (): Promise<void> => spoken;
