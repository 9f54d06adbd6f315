import { isAbort } from '../../../shared/errors.ts';
import type { Output } from '../../../shared/web/engine-worker/client.ts';
import { makeSticker, peopleIn, personAlone, saveResult } from '../../common/engine/ask-engine.ts';
import { openEditor } from '../../common/requests/editor.ts';
import { inWords } from '../../common/words/failure.ts';
import { shownName } from '../../common/words/file-name.ts';
import { t } from '../../common/words/words.ts';
import type { PageSettings } from '../../contracts/settings.ts';
import { nameOf } from '../find/kinds.ts';
import type { Choice } from '../overlay/cards/choice.ts';
import type { ShownPerson } from '../overlay/cards/people-row.ts';
import { toolbar } from '../overlay/cards/toolbar.ts';
import { copyPicture } from './copy.ts';
import type { WithFailureCard, Work } from './failure-card.ts';
import { type FullPicture, fullPictureOf, offerOf } from './full-picture.ts';
import { makeWithCard } from './make-with-card.ts';
import { placeOf } from './opened.ts';
import { showPart } from './part.ts';
import { isReplaced, type SessionState } from './state.ts';

export interface ToolsOptions {
  readonly settings: PageSettings;
  readonly withFailureCard: WithFailureCard;
  undo(): Promise<void>;
  close(): void;
}

/** The toolbar of one picture. */
export interface Tools {
  /** Shows the toolbar, with undo and compare only if a result is shown in the page now. */
  show(sentence?: string): void;
  /** Saves a result, and says so in the toolbar. */
  save(output: Output): Promise<void>;
}

/** What can be done with a finished cutout. */
export function createTools(state: SessionState, { settings, withFailureCard, undo, close }: ToolsOptions): Tools {
  const { target, results, display, overlay } = state;
  let say = (_sentence: string) => {};
  let offerFull = (_is: boolean) => {};
  let people: readonly ShownPerson[] = [];

  const show: Tools['show'] = (sentence = '') => {
    const replaced = isReplaced(state);
    const full = fullPictureOf(state);
    const bar = toolbar({
      ...(replaced && { undo: () => void undo(), compare: (original: boolean) => void display.compare(original) }),
      backdrop: results.backdrop ?? settings.background,
      lay: (choice) => then(() => lay(choice)),
      copy: (what) => then((consent) => copyNow(what, consent)),
      ...(results.isGroup &&
        results.matte && {
          people: { find: findPeople, alone: results.alone, choose: (index) => then(() => showAlone(index)) },
        }),
      ...(!results.isEdited && {
        part: { isPart: results.part !== undefined, toggle: () => then(togglePart) },
      }),
      save: (output) => then((consent) => saveNow(output, consent)),
      edit: () => then(edit),
      ...(full && { full: { label: offerOf(full), act: () => then(useFull(full)) } }),
      ...(replaced && results.isUnsure && { keep }),
      close,
    });
    say = (words) => bar.say(words, results.isUnsure ? t('unsurePerson') : '');
    offerFull = bar.offer;
    overlay.show(bar.card, { onEscape: bar.escape, sole: true });
    say(sentence);
  };
  const keep = () => {
    results.keep();
    close();
  };
  /** Runs an action of the toolbar; afterwards the toolbar is shown again in any case. */
  const then = (work: Work) => void withFailureCard(work, () => show());

  /** Makes an output if it is missing; meanwhile another card replaces the toolbar. */
  const need = async (output: Output, consent: Parameters<Work>[0]) => {
    if (results.lacking([output]).length === 0) return;
    await makeWithCard(state, [output], { consent });
    if (output === 'cutout') await display.layChosen(settings.background);
    show();
  };
  const lay = async (choice: Choice) => {
    say(t('layingBackground'));
    try {
      await display.setBackdrop(choice);
      say('');
    } catch (thrown) {
      if (!isAbort(thrown)) throw thrown;
    }
  };
  const saveNow = async (output: Output, consent?: Parameters<Work>[0]) => {
    await need(output, consent);
    const picture = results.pictureOf(output);
    if (!picture) return;
    say(t('saving'));
    const shape = results.cutout;
    await saveResult({ picture, source: nameOf(target), output, ...(shape && { shape }) });
    say(t('saved'));
  };
  const copyNow = async (what: 'cutout' | 'sticker', consent?: Parameters<Work>[0]) => {
    await need('cutout', consent);
    if (what === 'sticker') say(t('makingSticker'));
    const picture =
      what === 'sticker' ? results.cutout && (await makeSticker(results.cutout)) : results.pictureOf('cutout');
    if (picture) say(t((await copyPicture(picture)) ? 'copied' : 'copyFailed'));
  };
  const findPeople = async () => {
    say(t('lookingForPeople'));
    try {
      people = await peopleIn((results.everybody ?? results).cutout as Blob);
      say('');
      return people;
    } catch (thrown) {
      say(inWords(thrown).message);
      throw thrown;
    }
  };
  const showAlone = async (index: number | undefined) => {
    const whole = () => (results.everybody ?? results).cutout;
    const [mine, cutout] = [++state.choices, whole()];
    if (index === undefined || !cutout) results.setAlone();
    else {
      say(t('lookingForPeople'));
      const person = await personAlone(cutout, people[index].at);
      // Another one was chosen meanwhile, or another picture is cut out.
      if (mine !== state.choices || whole() !== cutout) return;
      results.setAlone(index, person);
    }
    offerFull(fullPictureOf(state) !== undefined);
    await lay(results.backdrop ?? { kind: 'none' });
  };
  const togglePart: Work = async (consent) => {
    await showPart(state, results.part ? undefined : 'head', consent);
    if (isReplaced(state)) await display.show();
    show();
  };
  const useFull =
    ({ use }: FullPicture): Work =>
    async (consent) => {
      await use(consent);
      const { width, height } = results.size ?? {};
      show(t('fullShown', String(width), String(height)));
    };
  const edit: Work = async (consent) => {
    await need('matte', consent);
    const { acquired, matte } = results;
    if (!acquired || !matte) return;
    await openEditor({ picture: acquired.picture, matte, name: shownName(nameOf(target)) }, { place: placeOf(state) });
  };
  return { show, save: saveNow };
}
