import type { Output } from '../../shared/web/engine-worker/client.ts';
import { browser } from '../common/browser/browser.ts';
import { byId } from '../common/elements/dom.ts';
import { notice } from '../common/elements/notice.ts';
import { copyToClipboard, saveResult, withBackground } from '../common/engine/result.ts';
import { openEditor } from '../common/requests/editor.ts';
import type { Result } from '../common/storage/recents.ts';
import { readSettings } from '../common/storage/settings.ts';
import { inWords } from '../common/words/failure.ts';
import { stageWords } from '../common/words/stage-words.ts';
import { t } from '../common/words/words.ts';
import { say, showPicture, showState } from './show.ts';

const radios = () => [...document.querySelectorAll<HTMLInputElement>('input[name=view]')];
const chosenView = (): Output => (radios().find(({ checked }) => checked)?.value === 'matte' ? 'matte' : 'cutout');

/** Shows a result with all that can be done with it. */
export function showResult(result: Result): void {
  const { picture, matte, name, person } = result;
  const cutout = readSettings()
    .then(({ background }) => withBackground(result, background, (stage) => say(stageWords(stage))))
    .finally(() => say(''));
  const pictureOf = async (output: Output): Promise<Blob> => (output === 'matte' && matte ? matte : cutout);
  const showView = () => attempt(async () => showPicture(await pictureOf(chosenView()), t(chosenView())));
  for (const radio of radios()) {
    radio.checked = radio.value === 'cutout';
    radio.disabled = radio.value === 'matte' && !matte;
    radio.onchange = showView;
  }
  byId<HTMLButtonElement>('edit').disabled = !matte;
  byId('download').onclick = () =>
    attempt(async () => {
      say(t('saving'));
      await saveResult(result, chosenView(), await readSettings()).finally(() => say(''));
      say(t('saved'));
    });
  byId('copy').onclick = () =>
    attempt(async () => {
      await copyToClipboard(pictureOf(chosenView()));
      say(t('copied'));
    });
  byId('edit').onclick = () =>
    attempt(async () => {
      const { incognito } = await browser.windows.getCurrent();
      if (matte) await openEditor({ picture, matte, name }, { isPrivate: incognito });
    });
  notice(person === 'unsure' ? t('unsurePerson') : '');
  say('');
  showState('done');
  void showView();
}

async function attempt(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    notice(inWords(thrown).message);
  }
}
