import { CutoutError, reportOf } from '../../shared/errors.ts';
import type { Part } from '../../shared/person/part.ts';
import type { CutoutAnswer, CutoutClient } from '../../shared/web/engine-worker/client.ts';
import { browser, type Runtime } from '../common/browser/browser.ts';
import { keepJobTimings } from '../common/engine/last-jobs.ts';
import { keepRecent } from '../common/storage/recents.ts';
import { resultName } from '../common/words/file-name.ts';
import { ENGINE_PORT, type EngineEvent, engineRequest } from '../contracts/messages.ts';
import { compose, inComposer } from './compose.ts';
import { cut, statusOf, wake } from './cut.ts';
import { whenIdle } from './idle.ts';
import { finishResult, savePicture } from './save.ts';

/** Callbacks of the engine to the document that it runs in. */
export interface EngineHooks {
  /** Called after the networks were freed, after two minutes without a request. */
  onIdle?(): void;
  /** Called with the number of pictures that are being cut out, whenever it changes. */
  onJobs(running: number): void;
}

/**
 * Serves the ports named `engine`: one request each, answered by events. A job ends with its port or on `cancel`.
 * After `idleMs` without a port, `onIdle` is called; `onJobs` gets the number of pictures that are being cut out.
 *
 * @returns a function that starts runtime and lite before a port is opened.
 */
export function serveEngine(
  client: CutoutClient,
  { idleMs, onIdle, onJobs }: { idleMs: number } & Required<EngineHooks>,
): () => void {
  const idle = whenIdle(idleMs, onIdle);
  let running = 0;
  const counted: Counted = (job) => {
    onJobs(++running);
    return job().finally(() => onJobs(--running));
  };
  browser.runtime.onConnect.addListener((port) => {
    if (port.name !== ENGINE_PORT || port.sender?.id !== browser.runtime.id) return;
    idle.enter();
    servePort(client, port, counted).finally(idle.leave);
  });
  return () => {
    idle.enter();
    wake(client)
      .catch(() => {})
      .finally(idle.leave);
  };
}

/** Runs a job, and counts it while it runs. */
type Counted = (job: () => Promise<void>) => Promise<void>;

function servePort(client: CutoutClient, port: Runtime.Port, counted: Counted): Promise<void> {
  const controller = new AbortController();
  let open = true;
  const tell = (event: EngineEvent) => {
    if (open) port.postMessage(event);
  };
  return new Promise((resolve) => {
    let work: Promise<void> | undefined;
    port.onDisconnect.addListener(() => {
      open = false;
      controller.abort();
      // A download outlives the page that asked for it.
      (work ?? Promise.resolve()).then(resolve);
    });
    port.onMessage.addListener((raw: unknown) => {
      const parsed = engineRequest.safeParse(raw);
      if (!parsed.success) return;
      if (parsed.data.kind === 'cancel') return controller.abort();
      if (work) return;
      tell({ kind: 'accepted' });
      const isPrivate = port.sender?.tab?.incognito ?? false;
      const { data } = parsed;
      const job = () => serve(client, data, isPrivate, tell, controller.signal);
      work = (data.kind === 'cut' ? counted(job) : job()).catch((thrown: unknown) =>
        tell({ kind: 'failed', error: reportOf(thrown) }),
      );
    });
  });
}

type Work = Exclude<ReturnType<typeof engineRequest.parse>, { kind: 'cancel' }>;

async function serve(
  client: CutoutClient,
  request: Work,
  isPrivate: boolean,
  tell: (event: EngineEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  switch (request.kind) {
    case 'cut': {
      const { picture, outputs, preview, part, sequence, sureOnly, consent, name, resultId } = request;
      const answer = await cut(
        client,
        { picture, outputs, ...(part && { part }), ...(sequence && { sequence }) },
        consent,
        {
          signal,
          onProgress: (stage, fraction) => tell({ kind: 'progress', stage, fraction }),
          ...(preview && { onPreview: (picture: Blob) => tell({ kind: 'preview', picture }) }),
        },
      );
      if (sureOnly && answer.person === 'unsure') throw new CutoutError('no-person', 'Not sure this is a person.');
      tell({ kind: 'done', answer });
      await remember(answer, { picture, name: isPrivate ? undefined : name, part, resultId }).catch(() => {});
      return;
    }
    case 'compose':
      tell({ kind: 'progress', stage: 'compose', fraction: 0 });
      return tell({ kind: 'composed', picture: await compose(request.cutout, request.backdrop, signal) });
    case 'people': {
      const { cutout } = request;
      return tell({ kind: 'people', people: await inComposer((call) => call('people', { cutout }), signal) });
    }
    case 'person': {
      const { cutout, at } = request;
      return tell({ kind: 'person', ...(await inComposer((call) => call('person', { cutout, at }), signal)) });
    }
    case 'sticker': {
      const { cutout } = request;
      tell({ kind: 'progress', stage: 'compose', fraction: 0 });
      return tell({ kind: 'composed', picture: await inComposer((call) => call('sticker', { cutout }), signal) });
    }
    case 'finish':
      return tell({ kind: 'finished', ...(await finishResult(request, signal)) });
    case 'save':
      await savePicture(request.picture, request.name, isPrivate || (request.isPrivate ?? false));
      return tell({ kind: 'saved' });
    case 'try-network':
      return tell({ kind: 'tried', outcomes: await client.tryOwn(request.id) });
    case 'status':
      return tell({ kind: 'status', status: await statusOf(client) });
  }
}

/**
 * Stores the job's time and its result. Of a URL only the last part of its path is kept, for file names. Nothing is kept of a job
 * without a name: it comes from a private window.
 */
async function remember(
  answer: CutoutAnswer,
  {
    picture,
    name,
    part,
    resultId,
  }: { picture: Blob; name: string | undefined; part: Part | undefined; resultId: string | undefined },
): Promise<void> {
  if (!name) return;
  await keepJobTimings(answer).catch(() => {});
  const { cutout, matte } = answer;
  const fileName = resultName(name, 'cutout', { pattern: '{name}' });
  const result = { name: fileName, picture, ...(matte && { matte }), ...(part && { part }) };
  if (cutout) await keepRecent({ ...result, cutout }, resultId);
}
