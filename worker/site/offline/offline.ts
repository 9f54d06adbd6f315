import type { Backend } from '../../../shared/inference/engine.ts';
import { byId } from '../dom.ts';
import { SAY } from '../strings.ts';
import { filesFor, forgetKept, keep, keepsAny, lacking, sizeOf } from './kept.ts';
import type { Files } from './stored.ts';

/** The page's part in working without a connection. */
export interface Offline {
  /** A picture was cut out on this backend: offers to keep what that takes, or completes what is kept. */
  used(backend: Backend): void;
}

/** Installs the service worker; where the browser has none, nothing is offered. @param large the site's large files. */
export function createOffline(large: Files): Offline {
  const field = byId('offline', HTMLElement);
  const text = byId('offline-text', HTMLParagraphElement);
  const progress = byId('offline-progress', HTMLProgressElement);
  const keepButton = byId('offline-keep', HTMLButtonElement);
  const forgetButton = byId('offline-forget', HTMLButtonElement);
  const registered = register();
  let files: Files = {};

  const show = (state: 'offered' | 'keeping' | 'kept', sentence: string) => {
    field.hidden = false;
    field.dataset.state = state;
    text.textContent = sentence;
    progress.hidden = state !== 'keeping';
    keepButton.hidden = state !== 'offered';
    forgetButton.hidden = state !== 'kept';
  };
  const offer = (sentence = SAY.keepOffer(megabytes(files))) => show('offered', sentence);

  const complete = async () => {
    const missing = await lacking(files);
    await keep(missing, (fraction) => {
      progress.value = fraction;
    });
    show('kept', SAY.kept(megabytes(files)));
  };

  keepButton.addEventListener('click', async () => {
    progress.value = 0;
    show('keeping', SAY.keeping);
    try {
      await complete();
      forgetButton.focus({ preventScroll: true });
    } catch {
      await forgetKept().catch(() => {});
      offer(SAY.keepFailed);
      keepButton.focus({ preventScroll: true });
    }
    sayConnection();
  });
  forgetButton.addEventListener('click', async () => {
    await forgetKept();
    offer();
    keepButton.focus({ preventScroll: true });
    sayConnection();
  });
  for (const event of ['online', 'offline']) addEventListener(event, sayConnection);
  sayConnection();

  const used = async (backend: Backend) => {
    if (backend === 'remote' || field.dataset.state === 'keeping' || !(await registered)) return;
    files = await filesFor(backend, large);
    if (await keepsAny()) await complete();
    else offer();
  };
  // What can't be completed now is completed after another picture.
  return { used: (backend) => void used(backend).catch(() => {}) };
}

/** Whether the service worker is there. */
async function register(): Promise<boolean> {
  try {
    await navigator.serviceWorker.register('/service-worker.js', { updateViaCache: 'none' });
    await navigator.serviceWorker.ready;
    return true;
  } catch {
    return false;
  }
}

/** Says that there is no connection, and what that means here; the browser tells of it, and may be wrong. */
async function sayConnection(): Promise<void> {
  const isKept = await keepsAny().catch(() => false);
  byId('connection', HTMLParagraphElement).textContent = navigator.onLine
    ? ''
    : isKept
      ? SAY.offlineKept
      : SAY.offlineNotKept;
}

const megabytes = (files: Files): string => `${Math.round(sizeOf(files) / 1e6)} MB`;
