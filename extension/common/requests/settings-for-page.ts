import type { PageSettings } from '../../contracts/settings.ts';
import { useWords } from '../words/words.ts';
import { ask } from './ask.ts';

/**
 * The settings that a page script may know, from the background: storage is closed to it. From then on `t` speaks the
 * person's language.
 */
export async function settingsForPage(): Promise<PageSettings> {
  const { settings, words } = await ask({ kind: 'settings/read' });
  useWords(words);
  return settings;
}
