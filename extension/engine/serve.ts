import { CutoutError, reportOf } from '../../shared/errors.ts';
import type { CutoutAnswer, CutoutClient } from '../../shared/web/engine-worker/client.ts';
import { browser, type Runtime } from '../common/browser/browser.ts';
import { keepJobTimings } from '../common/engine/last-jobs.ts';
import { keepRecent } from '../common/storage/recents.ts';
import { resultName } from '../common/words/file-name.ts';
import { ENGINE_PORT, type EngineEvent, engineRequest } from '../contracts/messages.ts';
import { compose } from './compose.ts';
import { cut, statusOf, wake } from './cut.ts';
import { whenIdle } from './idle.ts';
import { savePicture } from './save.ts';

/**
 * Serves the ports named `engine`: one request each, answered by events. A job ends with its port or on `cancel`.
 * After `idleMs` without a port, `onIdle` is called.
 *
 * @returns a function that starts runtime and lite ahead of a port.
 */
export function serveEngine(
  client: CutoutClient,
  { idleMs, onIdle }: { idleMs: number; onIdle: () => void },
): () => void {
  const idle = whenIdle(idleMs, onIdle);
  browser.runtime.onConnect.addListener((port) => {
    if (port.name !== ENGINE_PORT || port.sender?.id !== browser.runtime.id) return;
    idle.enter();
    servePort(client, port).finally(idle.leave);
  });
  return () => {
    idle.enter();
    wake(client)
      .catch(() => {})
      .finally(idle.leave);
  };
}

function servePort(client: CutoutClient, port: Runtime.Port): Promise<void> {
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
      work = serve(client, parsed.data, isPrivate, tell, controller.signal).catch((thrown: unknown) =>
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
      const { picture, outputs, preview, sureOnly, consent, name } = request;
      const answer = await cut(client, { picture, outputs }, consent, {
        signal,
        onProgress: (stage, fraction) => tell({ kind: 'progress', stage, fraction }),
        ...(preview && { onPreview: (picture: Blob) => tell({ kind: 'preview', picture }) }),
      });
      if (sureOnly && answer.person === 'unsure') throw new CutoutError('no-person', 'Not sure this is a person.');
      tell({ kind: 'done', answer });
      await remember(answer, picture, isPrivate ? undefined : name).catch(() => {});
      return;
    }
    case 'compose':
      tell({ kind: 'progress', stage: 'compose', fraction: 0 });
      return tell({ kind: 'composed', picture: await compose(request.cutout, request.backdrop, signal) });
    case 'save':
      await savePicture(request.picture, request.name);
      return tell({ kind: 'saved' });
    case 'status':
      return tell({ kind: 'status', status: await statusOf(client) });
  }
}

/**
 * Keeps how the job went, and its result. Of a URL only the last part of its path is kept, for file names. Nothing is kept of a job
 * without a name: it comes from a private window.
 */
async function remember(answer: CutoutAnswer, picture: Blob, name: string | undefined): Promise<void> {
  if (!name) return;
  await keepJobTimings(answer);
  const { cutout, matte } = answer;
  const fileName = resultName(name, 'cutout', { pattern: '{name}' });
  if (cutout) await keepRecent({ name: fileName, picture, cutout, ...(matte && { matte }) });
}
