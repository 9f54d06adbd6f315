import { byId } from '../common/elements/dom.ts';
import { save } from '../common/engine/ask-engine.ts';
import { TooLarge, zip } from '../common/files/zip.ts';
import { readSettings } from '../common/storage/settings.ts';
import { inWords } from '../common/words/failure.ts';
import { resultName } from '../common/words/file-name.ts';
import { t } from '../common/words/words.ts';
import { extensionNow, finished } from './finishing.ts';
import type { Item } from './queue.ts';
import type { Shown } from './row.ts';

/** Saves one ZIP of all that is done, and says how far it is and what is missing in it. */
export async function saveAll(items: readonly Item<Shown>[], isPrivate: boolean): Promise<void> {
  const said = byId('said');
  const button = byId<HTMLButtonElement>('zip');
  button.disabled = true;
  try {
    const { fileName } = await readSettings();
    const extension = extensionNow();
    const done = items.flatMap(({ state }) => (state.kind === 'done' ? [state.result] : []));
    const missing = items.length - done.length;
    const archive = await zip(
      done.map((result) => ({
        name: resultName(result.name, 'cutout', { pattern: fileName, extension }),
        file: () => finished(result),
      })),
      (packed) => {
        said.textContent = t('zipping', String(packed + 1), String(done.length));
      },
    );
    said.textContent = t('saving');
    const name = resultName('matteo', 'cutouts', { pattern: '{name}-{date}', extension: 'zip' });
    await save(archive, name, isPrivate);
    said.textContent = missing
      ? t('zipSavedWithout', String(done.length), String(missing))
      : t('zipSaved', String(done.length));
  } catch (thrown) {
    said.textContent = thrown instanceof TooLarge ? t('zipTooLarge') : inWords(thrown).message;
  } finally {
    button.disabled = false;
  }
}
