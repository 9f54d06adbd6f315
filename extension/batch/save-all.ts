import { isAbort } from '../../shared/errors.ts';
import { byId } from '../common/elements/dom.ts';
import { save } from '../common/engine/ask-engine.ts';
import { named } from '../common/files/named.ts';
import { TooLarge, zip } from '../common/files/zip.ts';
import { readSettings } from '../common/storage/settings.ts';
import { inWords } from '../common/words/failure.ts';
import { resultName } from '../common/words/file-name.ts';
import { t } from '../common/words/words.ts';
import { zipSaved } from '../common/words/zip-saved.ts';
import { finished } from './finishing.ts';
import type { Item } from './queue.ts';
import type { Shown } from './row.ts';

/**
 * Saves one ZIP of all that is done, and says how far it is and what is missing in it.
 *
 * @returns those that were saved.
 */
export async function saveAll(items: readonly Item<Shown>[], isPrivate: boolean): Promise<readonly Item<Shown>[]> {
  const said = byId('said');
  try {
    const { fileName: pattern } = await readSettings();
    const of = items.length;
    const done = items.flatMap((item, index) =>
      item.state.kind === 'done' ? [{ item, result: item.state.result, at: { n: index + 1, of } }] : [],
    );
    const { archive, leftOut } = await zip(
      done.map(
        ({ result, at }) =>
          async () =>
            named(await finished(result), result.name, 'cutout', { pattern, at }),
      ),
      (packed) => {
        said.textContent = t('zipping', String(packed + 1), String(done.length));
      },
    );
    said.textContent = t('saving');
    const name = resultName('matteo', 'cutouts', { pattern: '{name}-{date}', extension: 'zip' });
    await save(archive, name, isPrivate);
    const saved = done.filter((_, index) => !leftOut.includes(index));
    const names = leftOut.map((index) => done[index].result.name);
    said.textContent = zipSaved(saved.length, { without: of - done.length, leftOut: names });
    return saved.map(({ item }) => item);
  } catch (thrown) {
    if (isAbort(thrown)) said.textContent = '';
    else said.textContent = thrown instanceof TooLarge ? t('zipTooLarge') : inWords(thrown).message;
    return [];
  }
}
