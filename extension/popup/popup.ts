import type { Consent } from '../../shared/contracts/remote.ts';
import { CutoutError, isAbort } from '../../shared/errors.ts';
import { type OnProgress, overallProgress } from '../../shared/pipeline/stages.ts';
import { browser } from '../common/browser/browser.ts';
import { panelBeside } from '../common/browser/chrome.ts';
import { byId } from '../common/elements/dom.ts';
import { listenForPictures } from '../common/elements/intake.ts';
import { nextStepsAndLeave } from '../common/elements/next-steps.ts';
import { notice } from '../common/elements/notice.ts';
import { showRecents } from '../common/elements/recents.ts';
import { cutOut } from '../common/engine/ask-engine.ts';
import { ask } from '../common/requests/ask.ts';
import { openEditor } from '../common/requests/editor.ts';
import { openHelp } from '../common/requests/help.ts';
import { openBatch } from '../common/storage/hand-over.ts';
import { speak } from '../common/storage/language.ts';
import type { Result } from '../common/storage/recents.ts';
import { followTheme } from '../common/storage/theme.ts';
import { inWords } from '../common/words/failure.ts';
import { headInWords } from '../common/words/no-head.ts';
import { stageWords } from '../common/words/stage-words.ts';
import { localise, t } from '../common/words/words.ts';
import { showClosedPage } from './closed-page.ts';
import { showEngine } from './engine-line.ts';
import { showResult } from './result.ts';
import { say, showProgress, showState, showThumbnail } from './show.ts';

let job: AbortController | undefined;
let given: File | undefined;
/** The id of the current or coming result, by which a page is told that it could not be stored. */
let resultId: string | undefined;
/** The result with whole people, also while only their heads are shown. */
let whole: Result | undefined;
/** The shown heads, if the whole people were not cut out in this popup. */
let alone: Result | undefined;

const cancel = () => job?.abort(new CutoutError('aborted', 'Cancelled.'));

/** Begins a job, and cancels the running one; `picture` is shown until there is a result. */
function begin(picture: Blob): AbortController {
  cancel();
  const mine = new AbortController();
  job = mine;
  showState('working');
  notice('');
  showProgress(0, t('preparing'));
  void showThumbnail(picture);
  return mine;
}

const onProgress: OnProgress = (stage, fraction) => showProgress(overallProgress(stage, fraction), stageWords(stage));

interface Taking {
  /** The person's answer, when the same picture was offered to the server before. */
  readonly consent?: Consent | undefined;
  /** Its heads, which are shown again if the whole people can't be cut out. */
  readonly heads?: Result;
}

async function take(file: File, { consent, heads }: Taking = {}): Promise<void> {
  const mine = begin(file);
  given = file;
  const id = crypto.randomUUID();
  resultId = id;
  say('');
  const { incognito } = await browser.windows.getCurrent();
  try {
    const { cutout, matte, person } = await cutOut(
      {
        picture: file,
        outputs: ['cutout', 'matte'],
        ...(consent && { consent }),
        ...(!incognito && { name: file.name, resultId: id }),
      },
      {
        signal: mine.signal,
        onProgress,
        onPreview: (preview) => void (job === mine && showThumbnail(preview)),
      },
    );
    if (job !== mine || !cutout || !matte) return;
    showWhole({ name: file.name, picture: file, cutout, matte, person });
  } catch (thrown) {
    if (job !== mine) return;
    if (heads) showHeadAlone(heads);
    else showState('empty');
    if (isAbort(thrown)) return;
    const report = inWords(thrown);
    const again = (answer = consent) => void take(file, { consent: answer, ...(heads && { heads }) });
    const byHand = () =>
      void openEditor({ picture: file, name: file.name }, { isPrivate: incognito }).catch((refusal: unknown) =>
        notice(inWords(refusal).message),
      );
    notice(report.message, [
      ...(report.code === 'no-person' ? [{ label: t('chooseYourself'), act: byHand }] : []),
      ...nextStepsAndLeave(report, again, () => notice('')),
    ]);
  } finally {
    if (job === mine && heads) headOnly.focus();
  }
}

const headOnly = byId<HTMLInputElement>('head-only');

function showWhole(result: Result): void {
  whole = result;
  alone = undefined;
  headOnly.checked = false;
  showResult(result);
}

/** Shows heads whose whole people were not cut out in this popup. */
function showHeadAlone(result: Result): void {
  whole = undefined;
  alone = result;
  given = new File([result.picture], result.name);
  headOnly.checked = true;
  showResult(result);
}

/** Shows only the heads. If none is found, or the job is cancelled, the whole people remain. */
async function showHeads(result: Result): Promise<void> {
  const mine = begin(result.cutout);
  try {
    const { cutout, matte, person } = await cutOut(
      { picture: result.picture, outputs: ['cutout', 'matte'], part: 'head' },
      { signal: mine.signal, onProgress },
    );
    if (job === mine && cutout && matte) showResult({ ...result, cutout, matte, person });
  } catch (thrown) {
    if (job !== mine) return;
    showWhole(result);
    if (!isAbort(thrown)) notice(inWords(headInWords(thrown)).message);
  }
  if (job === mine) headOnly.focus();
}

/** Continues in a tab, which stays open when it loses the focus. */
async function goOnInTab(files: readonly File[]): Promise<void> {
  cancel();
  try {
    await openBatch(files);
    window.close();
  } catch (thrown) {
    notice(inWords(thrown).message);
  }
}

/** The panel must be opened directly in the click's handler, so its window is determined beforehand. */
async function offerPanel(): Promise<void> {
  const open = panelBeside();
  const { id } = await browser.windows.getCurrent();
  if (!open || id === undefined) return;
  byId('beside').hidden = false;
  byId('beside').onclick = () =>
    open(id).then(
      () => window.close(),
      (thrown: unknown) => notice(inWords(thrown).message),
    );
}

await Promise.all([speak(), followTheme()]);
localise(document);
listenForPictures(
  (files) => void (files.length === 1 ? take(files[0]) : goOnInTab(files)),
  () => notice(t('noPictureThere')),
  // A popup may close when a file chooser opens, and the chosen files would be lost.
  () => void goOnInTab([]),
);
byId('all-pictures').onclick = async () => {
  try {
    await ask({ kind: 'pictures/all' });
    window.close();
  } catch (thrown) {
    notice(inWords(thrown).message);
  }
};
byId('cancel').onclick = cancel;
byId('another').onclick = () => {
  given = undefined;
  resultId = undefined;
  whole = undefined;
  alone = undefined;
  notice('');
  showState('empty');
};
byId('in-tab').onclick = () => void goOnInTab(given ? [given] : []);
void offerPanel();
byId('help').onclick = () => void openHelp().then(() => window.close());
byId('options').onclick = () => void browser.runtime.openOptionsPage();
showRecents(
  (recent) => {
    cancel();
    job = undefined;
    given = undefined;
    resultId = undefined;
    if (recent.part === 'head') showHeadAlone(recent);
    else showWhole(recent);
  },
  (notKept) => void (notKept === resultId && notice(t('recentNotKept'))),
);
headOnly.onchange = () => {
  if (whole) void (headOnly.checked ? showHeads(whole) : showWhole(whole));
  else if (given && alone) void take(given, { heads: alone });
};
void showClosedPage();
void showEngine();
