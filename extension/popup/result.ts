import { isAbort } from '../../shared/errors.ts';
import type { Output } from '../../shared/web/engine-worker/client.ts';
import { browser } from '../common/browser/browser.ts';
import { showBackdrops } from '../common/elements/backdrops.ts';
import { backgroundChoice } from '../common/elements/background-choice.ts';
import { byId } from '../common/elements/dom.ts';
import { notice } from '../common/elements/notice.ts';
import { compose, saveResult } from '../common/engine/ask-engine.ts';
import { copyToClipboard, withBackground } from '../common/engine/result.ts';
import { openEditor } from '../common/requests/editor.ts';
import type { Result } from '../common/storage/recents.ts';
import { readSettings } from '../common/storage/settings.ts';
import { inWords } from '../common/words/failure.ts';
import { stageWords } from '../common/words/stage-words.ts';
import { t } from '../common/words/words.ts';
import type { Background } from '../contracts/settings.ts';
import { say, showPicture, showState } from './show.ts';

const VIEWS = { cutout: 'cutout', matte: 'matte', original: 'editViewOriginal' } as const;
type View = keyof typeof VIEWS;

const radios = () => [...document.querySelectorAll<HTMLInputElement>('input[name=view]')];
const chosenView = () => radios().find(({ checked }) => checked)?.value as View;
/** What is saved and copied: nobody needs the original, which is shown to compare. */
const chosenOutput = (): Output => (chosenView() === 'matte' ? 'matte' : 'cutout');

/** The picture that was asked for last: one that is ready later is not shown in its place. */
let wanted: Promise<Blob> | undefined;

/** Shows a result with all that can be done with it. */
export function showResult(result: Result): void {
  const { picture, matte, name, person } = result;
  const laid = (behind: Background) =>
    withBackground(result, behind, (stage) => say(stageWords(stage))).finally(() => say(''));
  const pictureOf = (view: View): Promise<Blob> =>
    view === 'original' ? Promise.resolve(picture) : view === 'matte' && matte ? Promise.resolve(matte) : cutout;
  const showView = () =>
    attempt(async () => {
      const view = chosenView();
      const shown = pictureOf(view);
      wanted = shown;
      const made = await shown;
      if (wanted === shown) showPicture(made, t(VIEWS[view]));
    });
  const lay = (made: Promise<Blob>) => {
    cutout = made;
    for (const radio of radios()) radio.checked = radio.value === 'cutout';
    void showView();
  };
  const background = backgroundChoice(
    byId<HTMLSelectElement>('result-background'),
    byId<HTMLInputElement>('result-colour'),
    () => lay(laid(background.chosen())),
  );
  showBackdrops((backdrop) => {
    byId<HTMLSelectElement>('result-background').value = 'picture';
    byId('result-colour').hidden = true;
    lay(compose(result.cutout, { kind: 'picture', picture: backdrop }));
  });
  let cutout = readSettings().then(({ background: usual }) => {
    background.show(usual);
    return laid(usual);
  });
  for (const radio of radios()) {
    radio.checked = radio.value === 'cutout';
    radio.disabled = radio.value === 'matte' && !matte;
    radio.onchange = showView;
  }
  byId<HTMLButtonElement>('edit').disabled = !matte;
  byId('download').onclick = () =>
    attempt(async () => {
      const output = chosenOutput();
      const made = await pictureOf(output);
      say(t('saving'));
      const { incognito } = await browser.windows.getCurrent();
      const toSave = { picture: made, shape: result.cutout, source: name, output };
      await saveResult(toSave, incognito).finally(() => say(''));
      say(t('saved'));
    });
  byId('copy').onclick = () =>
    attempt(async () => {
      await copyToClipboard(pictureOf(chosenOutput()));
      say(t('copied'));
    });
  byId('edit').onclick = () =>
    attempt(async () => {
      const { incognito } = await browser.windows.getCurrent();
      if (matte) await openEditor({ picture, matte, name }, { isPrivate: incognito });
    });
  notice(person === 'unsure' ? t('unsurePerson') : '');
  showState('done');
  void showView();
}

async function attempt(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (!isAbort(thrown)) notice(inWords(thrown).message);
  }
}
