import { isAbort } from '../../../shared/errors.ts';
import { finish, save } from '../../common/engine/ask-engine.ts';
import type { Named } from '../../common/files/named.ts';
import { TooLarge, zip } from '../../common/files/zip.ts';
import { inWords } from '../../common/words/failure.ts';
import { resultName } from '../../common/words/file-name.ts';
import { t } from '../../common/words/words.ts';
import type { Session } from '../session/session.ts';

/** Saves the cutouts of several pictures as the settings want them: one as its own file, more as one ZIP that is named after the page. */
export async function saveAll(sessions: readonly Session[], say: (sentence: string) => void): Promise<void> {
  const wanted = sessions.flatMap(({ toSave }) => (toSave ? [toSave] : []));
  if (wanted.length === 0) return;
  say(t('saving'));
  try {
    const files: Named[] = [];
    const of = wanted.length;
    for (const [index, each] of wanted.entries()) files.push(await finish({ ...each, at: { n: index + 1, of } }));
    if (files.length === 1) {
      await save(files[0].picture, files[0].name);
      return say(t('saved'));
    }
    const entries = files.map((file) => async () => file);
    const { archive, leftOut } = await zip(entries, (packed) =>
      say(t('zipping', String(packed + 1), String(files.length))),
    );
    await save(archive, resultName(document.title, 'cutouts', { extension: 'zip' }));
    const count = String(files.length - leftOut.length);
    say(leftOut.length > 0 ? t('zipSavedWithout', count, String(leftOut.length)) : t('zipSaved', count));
  } catch (thrown) {
    if (isAbort(thrown)) return say('');
    say(thrown instanceof TooLarge ? t('zipTooLarge') : inWords(thrown).message);
  }
}
