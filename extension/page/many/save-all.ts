import { isAbort } from '../../../shared/errors.ts';
import { finish, save, type ToSave } from '../../common/engine/ask-engine.ts';
import { TooLarge, zip } from '../../common/files/zip.ts';
import { inWords } from '../../common/words/failure.ts';
import { resultName, shownName } from '../../common/words/file-name.ts';
import { t } from '../../common/words/words.ts';
import { zipSaved } from '../../common/words/zip-saved.ts';
import type { Session } from '../session/session.ts';

/** Saves the cutouts of several pictures as the settings want them: one as its own file, more as one ZIP that is named after the page. */
export async function saveAll(sessions: readonly Session[], say: (sentence: string) => void): Promise<void> {
  const wanted = sessions.flatMap(({ toSave }) => (toSave ? [toSave] : []));
  if (wanted.length === 0) return;
  say(t('saving'));
  try {
    const of = wanted.length;
    const made = (each: ToSave, index: number) => finish({ ...each, at: { n: index + 1, of } });
    if (of === 1) {
      const { picture, name } = await made(wanted[0], 0);
      await save(picture, name);
      return say(t('saved'));
    }
    const { archive, leftOut } = await zip(
      wanted.map((each, index) => () => made(each, index)),
      (packed) => say(t('zipping', String(packed + 1), String(of))),
    );
    await save(archive, resultName(document.title, 'cutouts', { extension: 'zip' }));
    say(zipSaved(of - leftOut.length, { leftOut: leftOut.map((index) => shownName(wanted[index].source)) }));
  } catch (thrown) {
    if (isAbort(thrown)) return say('');
    say(thrown instanceof TooLarge ? t('zipTooLarge') : inWords(thrown).message);
  }
}
