import * as z from 'zod/mini';
import { CutoutError } from '../../../shared/errors.ts';
import { browser } from '../browser/browser.ts';
import { t } from '../words/words.ts';

const READY_LIMIT_MS = 10_000;

const channelOf = (id: string) => new BroadcastChannel(`matteo-batch-${id}`);
const fromBatch = z.enum(['ready', 'taken']);
const fromPopup = z.array(z.instanceof(File));

/**
 * Opens the batch page in a tab with `files`, which stay where they are: only their handles move. The tab comes to the
 * front, and a popup closes, once it has them.
 *
 * @throws CutoutError `timeout` when the tab does not come up.
 */
export async function openBatch(files: readonly File[]): Promise<void> {
  const id = crypto.randomUUID();
  const channel = channelOf(id);
  try {
    const taken = new Promise<void>((resolve, reject) => {
      const limit = setTimeout(() => reject(new CutoutError('timeout', t('batchNotOpened'))), READY_LIMIT_MS);
      channel.onmessage = ({ data }: MessageEvent<unknown>) => {
        const said = fromBatch.safeParse(data);
        if (said.data === 'ready') channel.postMessage([...files]);
        if (said.data !== 'taken') return;
        clearTimeout(limit);
        resolve();
      };
    });
    taken.catch(() => {});
    const { incognito } = await browser.windows.getCurrent();
    const query = new URLSearchParams({ from: id, ...(incognito && { private: '' }) });
    const tab = await browser.tabs.create({
      url: browser.runtime.getURL(`batch/batch.html#${query}`),
      active: false,
    });
    await taken;
    if (tab.windowId !== undefined) await browser.windows.update(tab.windowId, { focused: true });
    if (tab.id !== undefined) await browser.tabs.update(tab.id, { active: true });
  } finally {
    channel.close();
  }
}

/** What this batch page was opened with: the files, and whether that was from a private window. */
export async function handedOver(): Promise<{ files: readonly File[]; isPrivate: boolean }> {
  const query = new URLSearchParams(location.hash.slice(1));
  const isPrivate = query.has('private') || (await browser.windows.getCurrent()).incognito;
  const id = query.get('from');
  // Told once: when this tab is loaded again there is nobody to answer.
  history.replaceState(undefined, '', isPrivate ? '#private' : '#');
  if (!id) return { files: [], isPrivate };
  const channel = channelOf(id);
  return new Promise((resolve) => {
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      const files = fromPopup.safeParse(data);
      if (!files.success) return;
      channel.postMessage('taken' satisfies z.infer<typeof fromBatch>);
      channel.close();
      resolve({ files: files.data, isPrivate });
    };
    channel.postMessage('ready' satisfies z.infer<typeof fromBatch>);
    setTimeout(() => resolve({ files: [], isPrivate }), READY_LIMIT_MS);
  });
}
