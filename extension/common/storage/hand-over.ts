import * as z from 'zod/mini';
import { browser } from '../browser/browser.ts';
import { Failure } from '../words/failure.ts';
import { t } from '../words/words.ts';

const READY_LIMIT_MS = 10_000;

const channelOf = (id: string) => new BroadcastChannel(`matteo-batch-${id}`);
const fromBatch = z.enum(['ready', 'taken']);
const fromPopup = z.array(z.instanceof(File));

/**
 * Opens the batch page in a tab. Without `files` it comes to the front at once and waits for some. With `files`, which stay
 * where they are (only their handles move), it comes to the front by itself once it has them: a popup closes as soon as
 * something else has the focus, and can do nothing afterwards.
 *
 * @throws CutoutError `timeout` when the tab does not come up.
 */
export async function openBatch(files: readonly File[]): Promise<void> {
  const { incognito } = await browser.windows.getCurrent();
  const isPrivate = incognito ? { private: '' } : {};
  if (files.length === 0) return void (await openTab({ ...isPrivate, front: '' }, true));
  const id = crypto.randomUUID();
  const channel = channelOf(id);
  try {
    const taken = new Promise<void>((resolve, reject) => {
      const limit = setTimeout(() => reject(new Failure('timeout', t('batchNotOpened'))), READY_LIMIT_MS);
      channel.onmessage = ({ data }: MessageEvent<unknown>) => {
        const said = fromBatch.safeParse(data);
        if (said.data === 'ready') channel.postMessage([...files]);
        if (said.data !== 'taken') return;
        clearTimeout(limit);
        resolve();
      };
    });
    taken.catch(() => {});
    await openTab({ ...isPrivate, from: id }, false);
    await taken;
  } finally {
    channel.close();
  }
}

const openTab = (query: Record<string, string>, active: boolean) =>
  browser.tabs.create({ url: browser.runtime.getURL(`batch/batch.html#${new URLSearchParams(query)}`), active });

/** What a batch page was opened with. */
export interface HandedOver {
  /** Undefined where files were to come and did not. */
  readonly files: readonly File[] | undefined;
  /** Whether it was opened from a private window. */
  readonly isPrivate: boolean;
}

/** What this batch page was opened with. A tab that the popup opened comes to the front. */
export async function handedOver(): Promise<HandedOver> {
  const query = new URLSearchParams(location.hash.slice(1));
  const isPrivate = query.has('private') || (await browser.windows.getCurrent()).incognito;
  const id = query.get('from');
  // Told once: when this tab is loaded again there is nobody to answer.
  history.replaceState(undefined, '', isPrivate ? '#private' : '#');
  const files = id ? await receive(id) : [];
  if (id || query.has('front')) await comeToFront();
  return { files, isPrivate };
}

function receive(id: string): Promise<readonly File[] | undefined> {
  const channel = channelOf(id);
  return new Promise((resolve) => {
    const end = (files: readonly File[] | undefined) => {
      channel.close();
      resolve(files);
    };
    const limit = setTimeout(() => end(undefined), READY_LIMIT_MS);
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      const files = fromPopup.safeParse(data);
      if (!files.success) return;
      clearTimeout(limit);
      channel.postMessage('taken' satisfies z.infer<typeof fromBatch>);
      end(files.data);
    };
    channel.postMessage('ready' satisfies z.infer<typeof fromBatch>);
  });
}

/** Pages of the extension open in an ordinary window, which may be another than that of a private popup. */
async function comeToFront(): Promise<void> {
  const tab = await browser.tabs.getCurrent();
  if (tab?.id !== undefined) await browser.tabs.update(tab.id, { active: true });
  if (tab?.windowId !== undefined) await browser.windows.update(tab.windowId, { focused: true });
}
