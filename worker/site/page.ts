import { accessOf, type Consent, offerRemote } from '../../shared/contracts/remote.ts';
import { type ErrorReport, reportOf } from '../../shared/errors.ts';
import { overallProgress } from '../../shared/pipeline/stages.ts';
import { createWorkerClient } from '../../shared/web/engine-worker/worker-client.ts';
import { createLaid } from './background/lay.ts';
import { createCopy } from './clipboard.ts';
import { byId } from './dom.ts';
import { type Intake, openIntake } from './intake/intake.ts';
import { offerSamples } from './intake/samples.ts';
import { openShared } from './intake/shared.ts';
import { createNotice, type NextStep } from './notice.ts';
import { createOffline } from './offline/offline.ts';
import type { Files } from './offline/stored.ts';
import { createQuality } from './quality.ts';
import { allowRemote, remoteSettings } from './remote.ts';
import { baseName, closeResult, describeResult, openResult, type Result } from './result.ts';
import { PAGE, SAY, STAGE } from './strings.ts';
import { createViewer } from './viewer.ts';

/** The addresses, set by buildSite, of the engine, the worker for backgrounds, and the large files that the engine loads. */
declare const ENGINE: { readonly workerUrl: string; readonly ortBase: string; readonly modelsBase: string };
declare const COMPOSER: string;
declare const LARGE: Files;

type State = 'empty' | 'working' | 'done';

const here = (path: string) => new URL(path, location.href).href;
const client = createWorkerClient({
  workerUrl: ENGINE.workerUrl,
  ortBase: here(ENGINE.ortBase),
  modelsBase: here(ENGINE.modelsBase),
});
const viewer = createViewer();
const notice = createNotice();
const laid = createLaid({
  workerUrl: COMPOSER,
  show: viewer.showCutout,
  fail: (thrown) => notice.show(reportOf(thrown).message),
});
const offline = createOffline(LARGE);
const status = byId('status', HTMLParagraphElement);
const name = byId('picture-name', HTMLHeadingElement);
const stageName = byId('stage-name', HTMLParagraphElement);
const progress = byId('progress', HTMLProgressElement);

const quality = createQuality(() => {
  if (result) void run(result.picture);
});

let running: AbortController | undefined;
let result: Result | undefined;

const enter = (state: State) => {
  document.body.dataset.state = state;
};

/** Shows the last result again, or the welcome text if there is none. */
function settle(reveal = false): void {
  if (!result) {
    viewer.clear();
    enter('empty');
    return;
  }
  name.textContent = result.name;
  describeResult(result);
  viewer.showResult(result.originalUrl, laid.take(result), reveal);
  enter('done');
}

/**
 * Cuts one picture out. A failure is shown, and the last result remains.
 *
 * @param consent the person's answer, when this device could not do the same picture before.
 */
async function run(picture: File, consent?: Consent): Promise<void> {
  running?.abort();
  const job = new AbortController();
  running = job;
  const urls: string[] = [];
  const lend = (blob: Blob) => {
    const url = URL.createObjectURL(blob);
    urls.push(url);
    return url;
  };

  notice.hide();
  status.textContent = '';
  name.textContent = baseName(picture.name);
  byId('picture-size', HTMLParagraphElement).textContent = '';
  byId('copied', HTMLParagraphElement).textContent = '';
  stageName.textContent = SAY.starting;
  progress.value = 0;
  viewer.showOriginal(lend(picture));
  enter('working');
  byId('cancel', HTMLButtonElement).focus({ preventScroll: true });
  if (consent === 'always') allowRemote();
  const settings = remoteSettings();
  const remote = accessOf(settings, consent);

  try {
    const answer = await client.cutOut(
      { picture, outputs: ['cutout', 'matte'], quality: quality(), ...(remote && { remote }) },
      {
        signal: job.signal,
        onProgress(stage, fraction) {
          if (running !== job) return;
          if (stageName.textContent !== STAGE[stage]) stageName.textContent = STAGE[stage];
          progress.value = Math.max(progress.value, overallProgress(stage, fraction));
        },
        onPreview(preview) {
          if (running === job) viewer.showPreview(lend(preview));
        },
      },
    );
    if (running !== job) return;
    if (result) closeResult(result);
    result = openResult(picture, answer);
    settle(urls.length === 1);
    status.textContent = SAY.finished;
    offline.used(answer.backend);
    if (answer.person === 'unsure') notice.show(SAY.unsure, nextStepsInDoubt());
  } catch (error) {
    if (running !== job) return;
    settle();
    const { code, message } = reportOf(offerRemote(error, settings));
    notice.show(message, nextSteps(code, picture, consent));
  } finally {
    for (const url of urls) URL.revokeObjectURL(url);
    if (running === job) {
      running = undefined;
      focusNext();
    }
  }
}

/** The choices for a cutout that may not be a person. */
const nextStepsInDoubt = (): NextStep[] => [
  { label: SAY.keep, act: () => notice.hide() },
  { label: PAGE.another, act: () => byId('chooser', HTMLInputElement).click() },
  { label: PAGE.startOver, act: startOver },
];

/** The choices after a failure: to agree that a copy is sent, or to send it again. */
function nextSteps(code: ErrorReport['code'], picture: File, consent: Consent | undefined): NextStep[] {
  const step = (label: string, given?: Consent): NextStep => ({ label, act: () => void run(picture, given) });
  if (code === 'remote-offered')
    return [
      step(SAY.sendOnce, 'once'),
      step(SAY.sendAlways, 'always'),
      { label: SAY.sendNot, act: () => notice.hide() },
    ];
  return ['http-status', 'unreachable', 'timeout'].includes(code) ? [step(SAY.tryAgain, consent)] : [];
}

/** Moves the focus from the Cancel button, which is hidden now, to the next control. */
function focusNext(): void {
  if (notice.focus()) return;
  const next = result ? name : document.querySelector<HTMLElement>('.welcome [data-choose]');
  next?.focus({ preventScroll: true });
}

function cancel(): void {
  running?.abort();
  running = undefined;
  settle();
  status.textContent = SAY.cancelled;
  focusNext();
}

function startOver(): void {
  if (result) closeResult(result);
  result = undefined;
  laid.drop();
  notice.hide();
  status.textContent = '';
  settle();
  focusNext();
}

/** Starts the engine while the person still chooses a picture. If that fails, the job reports it. */
function warmUp(): void {
  client.warmUp().catch(() => {});
}

createCopy(laid.file);
const intake: Intake = {
  onPicture: (picture) => void run(picture),
  onNothing: (sentence) => notice.show(sentence),
  onIntent: warmUp,
};
openIntake(intake);
offerSamples(intake);
void openShared(intake);
byId('cancel', HTMLButtonElement).addEventListener('click', cancel);
byId('start-over', HTMLButtonElement).addEventListener('click', startOver);
