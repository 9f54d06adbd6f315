import { isAbort } from '../../../shared/errors.ts';
import type { Output } from '../../../shared/web/engine-worker/client.ts';
import { save } from '../../common/engine/ask-engine.ts';
import { openEditor } from '../../common/requests/editor.ts';
import { resultName, shownName } from '../../common/words/file-name.ts';
import { t } from '../../common/words/words.ts';
import type { PageSettings } from '../../contracts/settings.ts';
import { nameOf, type Target } from '../find/kinds.ts';
import type { Choice } from '../overlay/cards/choice.ts';
import { toolbar } from '../overlay/cards/toolbar.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { createAttempts, Work } from './attempt.ts';
import { copyPicture } from './copy.ts';
import type { Results } from './results.ts';
import type { Shown } from './shown.ts';

interface Having {
  readonly target: Target;
  readonly results: Results;
  readonly shown: Shown;
  readonly overlay: Overlay;
  readonly settings: PageSettings;
  readonly attempt: ReturnType<typeof createAttempts>;
  /** Makes what is not there yet. */
  makeAloud(outputs: readonly Output[], inPlace: boolean, consent?: Parameters<Work>[0]): Promise<void>;
  undo(): Promise<void>;
  close(): void;
}

export interface Tools {
  /** Shows the toolbar; undo and compare only where the page's picture was `replaced`. */
  show(replaced: boolean, sentence?: string): void;
  /** Saves a result, and says so in the toolbar. */
  save(output: Output): Promise<void>;
}

/** What can be done with a finished cutout. */
export function createTools(having: Having): Tools {
  const { target, results, shown, overlay, settings, attempt, makeAloud, undo, close } = having;
  let say = (_sentence: string) => {};
  let replaced = false;

  const show: Tools['show'] = (isReplaced, sentence = '') => {
    replaced = isReplaced;
    const bar = toolbar({
      ...(replaced && { undo: () => void undo(), compare: (original: boolean) => void shown.compare(original) }),
      backdrop: results.backdrop ?? settings.background,
      lay: (choice) => then(() => lay(choice)),
      copy: () => then(copyNow),
      save: (output) => then((consent) => saveNow(output, consent)),
      edit: () => then(edit),
      ...(replaced && results.isUnsure && { keep }),
      close,
    });
    say = (words) => bar.say(words, results.isUnsure ? t('unsurePerson') : '');
    overlay.show(bar.card, { onEscape: bar.escape, sole: true });
    say(sentence);
  };
  const keep = () => {
    results.isUnsure = false;
    close();
  };
  /** Does something from the toolbar; whatever comes between, the toolbar comes back. */
  const then = (work: Work) => void attempt(work, () => show(replaced));

  /** Has outputs made that are not there, for which another card takes the toolbar's place. */
  const need = async (outputs: readonly Output[], consent: Parameters<Work>[0]) => {
    const lacks = outputs.some((output) => !results[output]);
    await makeAloud(outputs, false, consent);
    if (lacks) show(replaced);
  };
  const lay = async (choice: Choice) => {
    say(t('layingBackground'));
    try {
      await shown.lay(choice);
      say('');
    } catch (thrown) {
      if (!isAbort(thrown)) throw thrown;
    }
  };
  const saveNow = async (output: Output, consent?: Parameters<Work>[0]) => {
    await need([output], consent);
    const picture = output === 'cutout' ? shown.finished() : results.matte;
    if (!picture) return;
    say(t('saving'));
    await save(picture, resultName(nameOf(target), output, { pattern: settings.fileName }));
    say(t('saved'));
  };
  const copyNow: Work = async (consent) => {
    await need(['cutout'], consent);
    const picture = shown.finished();
    if (picture) say(t((await copyPicture(picture)) ? 'copied' : 'copyFailed'));
  };
  const edit: Work = async (consent) => {
    await need(['matte'], consent);
    const { acquired, matte } = results;
    if (acquired && matte) await openEditor({ picture: acquired.picture, matte, name: shownName(nameOf(target)) });
  };
  return { show, save: saveNow };
}
