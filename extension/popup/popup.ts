import { CutoutError, type ErrorReport, isAbort, reportOf } from '../../shared/errors.ts';
import type { Consent } from '../../shared/remote.ts';
import { overallProgress } from '../../shared/stages.ts';
import type { Output } from '../../shared/web/client.ts';
import { engineWords } from '../common/backend-words.ts';
import { browser } from '../common/browser.ts';
import { byId } from '../common/dom.ts';
import { cutOut, engineStatus, save } from '../common/engine.ts';
import { resultName } from '../common/file-name.ts';
import { stageWords } from '../common/stage-words.ts';
import { localise, t, type WordKey } from '../common/words.ts';
import { listenForPictures } from './intake.ts';
import { notice, say, showResult, showState, showThumbnail, type Way } from './view.ts';

let job: AbortController | undefined;
let results: Partial<Record<Output, Blob>> = {};
let name = '';

const chosenView = (): Output =>
  document.querySelector<HTMLInputElement>('input[name=view]:checked')?.value === 'matte' ? 'matte' : 'cutout';

/** @param consent the person's answer, when the same picture was offered to the server before. */
async function take(file: File, consent?: Consent): Promise<void> {
  job?.abort(new CutoutError('aborted', 'Cancelled.'));
  const mine = new AbortController();
  job = mine;
  name = file.name;
  notice('');
  showState('working');
  byId('stage-name').textContent = t('preparing');
  byId<HTMLProgressElement>('progress').value = 0;
  void showThumbnail(file);
  try {
    const answer = await cutOut(
      { picture: file, outputs: ['cutout', 'matte'], ...(consent && { consent }) },
      {
        signal: mine.signal,
        onProgress: (stage, fraction) => {
          byId('stage-name').textContent = stageWords(stage);
          byId<HTMLProgressElement>('progress').value = overallProgress(stage, fraction);
        },
        onPreview: (preview) => void (job === mine && showThumbnail(preview)),
      },
    );
    if (job !== mine) return;
    results = { ...(answer.cutout && { cutout: answer.cutout }), ...(answer.matte && { matte: answer.matte }) };
    showState('done');
    showView();
  } catch (thrown) {
    if (job !== mine) return;
    showState('empty');
    if (!isAbort(thrown)) showFailure(reportOf(thrown), file, consent);
  }
}

function showFailure({ code, message }: ErrorReport, file: File, consent: Consent | undefined): void {
  const way = (key: WordKey, given?: Consent): Way => ({ label: t(key), act: () => void take(file, given) });
  const no = { label: t('sendNot'), act: () => notice('') };
  if (code === 'remote-offered') notice(message, [way('sendOnce', 'once'), way('sendAlways', 'always'), no]);
  else notice(message, RETRY.has(code) ? [way('tryAgain', consent)] : []);
}

const RETRY: ReadonlySet<ErrorReport['code']> = new Set(['timeout', 'unreachable', 'http-status', 'engine-failed']);

const showView = () => showResult(results[chosenView()]);

async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    notice(reportOf(thrown).message);
  }
}

const download = () =>
  attempt(async () => {
    const output = chosenView();
    const blob = results[output];
    if (!blob) return;
    say(t('saving'));
    await save(blob, resultName(name, output)).finally(() => say(''));
    say(t('saved'));
  });

const copy = () =>
  attempt(async () => {
    const blob = results[chosenView()];
    if (!blob) return;
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
    say(t('copied'));
  });

async function showEngine(): Promise<void> {
  const line = byId('engine');
  try {
    const { backend, threads } = await engineStatus();
    line.textContent = engineWords(backend, threads);
    document.body.classList.add(backend ? 'ready' : 'broken');
  } catch (thrown) {
    line.textContent = reportOf(thrown).message;
    document.body.classList.add('broken');
  }
}

/** Why the toolbar button wears a “!”: the tab is one that no extension may enter. */
async function showClosedPage(): Promise<void> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  if (tab?.id === undefined || (await browser.action.getBadgeText({ tabId: tab.id })) === '') return;
  notice(t('closedPage'));
  await browser.action.setBadgeText({ tabId: tab.id, text: '' });
}

localise(document);
listenForPictures(
  (file) => void take(file),
  () => notice(t('noPictureThere')),
);
byId('cancel').onclick = () => job?.abort(new CutoutError('aborted', 'Cancelled.'));
byId('another').onclick = () => {
  showState('empty');
  say('');
};
byId('download').onclick = download;
byId('copy').onclick = copy;
byId('options').onclick = () => void browser.runtime.openOptionsPage();
for (const radio of document.querySelectorAll<HTMLInputElement>('input[name=view]')) radio.onchange = showView;
void showClosedPage();
void showEngine();
