import type { Consent } from '../../shared/contracts/remote.ts';
import { CutoutError, isAbort } from '../../shared/errors.ts';
import { overallProgress } from '../../shared/pipeline/stages.ts';
import { browser } from '../common/browser/browser.ts';
import { byId } from '../common/elements/dom.ts';
import { listenForPictures } from '../common/elements/intake.ts';
import { nextStepsAndLeave } from '../common/elements/next-steps.ts';
import { notice } from '../common/elements/notice.ts';
import { cutOut } from '../common/engine/ask-engine.ts';
import { ask } from '../common/requests/ask.ts';
import type { EditorJob } from '../common/requests/editor.ts';
import { offerShortcuts } from '../common/shortcuts/dialog.ts';
import { EDITOR_SHORTCUTS } from '../common/shortcuts/shortcuts.ts';
import { type Edited, keepEdited, takeJob } from '../common/storage/editor-jobs.ts';
import { speak } from '../common/storage/language.ts';
import { followTheme } from '../common/storage/theme.ts';
import { inWords } from '../common/words/failure.ts';
import { stageWords } from '../common/words/stage-words.ts';
import { localise, t } from '../common/words/words.ts';
import { type Editing, startEditing } from './editing.ts';

let editing: Editing | undefined;
let cutting: AbortController | undefined;
let isOpening = false;
/** What was dropped last while the editor opened. */
let dropped: File | undefined;

/** Edits a picture, or lays it behind the one that is edited, also where that is still being opened. */
function take(picture: File): void {
  if (isOpening) dropped = picture;
  else if (editing) editing.useAsBackdrop(picture);
  else void cutAndEdit(picture);
}

/** Lets pictures that are dropped meanwhile wait for the editor. */
async function opened(open: Promise<void>): Promise<void> {
  isOpening = true;
  await open.finally(() => {
    isOpening = false;
  });
  const picture = dropped;
  dropped = undefined;
  if (picture) take(picture);
}

const inPrivateWindow = (): boolean => browser.extension.inIncognitoContext ?? false;

const showState = (state: 'empty' | 'working') => {
  document.body.dataset.state = state;
};

/**
 * @param id what the job is kept by, and what becomes of it; undefined where nothing is kept, as of private windows. There the
 *   browser's history, which has the titles of tabs, is not told its name either.
 */
async function edit(job: EditorJob & Edited, isPrivate: boolean, id?: string): Promise<void> {
  showState('working');
  byId('cancel').hidden = true;
  byId('stage-name').textContent = t('stageDecode');
  byId<HTMLProgressElement>('progress').removeAttribute('value');
  try {
    const keep = id === undefined ? undefined : (edited: Edited) => keepEdited(id, edited);
    editing = await startEditing(job, isPrivate, keep && { earlier: job, keep });
    byId('name').textContent = job.name || 'Matteo';
    if (job.name && id !== undefined) document.title = `${job.name} – Matteo`;
  } catch (thrown) {
    showState('empty');
    notice(inWords(thrown).message);
  }
}

/** Cuts a chosen picture out, then edits it. */
async function cutAndEdit(picture: File, consent?: Consent): Promise<void> {
  cutting?.abort(new CutoutError('aborted', 'Cancelled.'));
  const mine = new AbortController();
  cutting = mine;
  showState('working');
  byId('cancel').hidden = false;
  notice('');
  byId('stage-name').textContent = t('preparing');
  byId<HTMLProgressElement>('progress').value = 0;
  try {
    const { matte, person } = await cutOut(
      { picture, outputs: ['matte'], ...(consent && { consent }) },
      {
        signal: mine.signal,
        onProgress(stage, fraction) {
          byId('stage-name').textContent = stageWords(stage);
          byId<HTMLProgressElement>('progress').value = overallProgress(stage, fraction);
        },
      },
    );
    if (cutting !== mine || !matte) return;
    await opened(edit({ picture, matte, name: picture.name }, inPrivateWindow()));
    if (editing && person === 'unsure') notice(t('unsurePerson'), [{ label: t('close'), act: () => notice('') }]);
  } catch (thrown) {
    if (cutting !== mine) return;
    showState('empty');
    if (isAbort(thrown)) return;
    const report = inWords(thrown);
    const byHand = () => {
      notice('');
      void opened(edit({ picture, name: picture.name }, inPrivateWindow()));
    };
    notice(report.message, [
      ...(report.code === 'no-person' ? [{ label: t('chooseYourself'), act: byHand }] : []),
      ...nextStepsAndLeave(
        report,
        (given) => void cutAndEdit(picture, given),
        () => notice(''),
      ),
    ]);
  }
}

await Promise.all([speak(), followTheme()]);
localise(document);
offerShortcuts(EDITOR_SHORTCUTS);
byId('cancel').onclick = () => cutting?.abort(new CutoutError('aborted', 'Cancelled.'));
listenForPictures(
  ([picture]) => take(picture),
  () => notice(t('noPictureThere')),
);

/** Edits the picture that this tab was opened on; where the browser's storage fails, the background may hold it. */
async function editJob(id: string): Promise<void> {
  const tab = await browser.tabs.getCurrent();
  let unread: unknown;
  const kept = await takeJob(id, tab?.id).catch((thrown: unknown) => {
    unread = thrown;
  });
  const held = kept ? { job: kept.job, isPrivate: false } : (await ask({ kind: 'editor/take', id })).held;
  if (!held) return notice(t(unread ? 'editJobUnread' : 'editJobGone'));
  if (kept && kept.id !== id) history.replaceState(null, '', `#${kept.id}`);
  await edit(held.job, held.isPrivate || inPrivateWindow(), kept?.id);
  if (editing && !kept && !held.isPrivate) notice(t('editNotKept'), [{ label: t('close'), act: () => notice('') }]);
}

const id = location.hash.slice(1);
if (id) await opened(editJob(id).catch((thrown: unknown) => notice(inWords(thrown).message)));
