import { browser, type Runtime, type Tabs } from '../../common/browser/browser.ts';
import type { EditorJob } from '../../common/requests/editor.ts';
import { forgetJobs, keepJob } from '../../common/storage/editor-jobs.ts';
import type { BackgroundRequest } from '../../contracts/messages.ts';

/** Jobs from private windows, which are never stored, until the editor takes them. */
const inMemory = new Map<string, EditorJob>();

/** The job that is asked for; of a page's script the place that its picture is in, too. */
export const jobOf = (
  { picture, matte, name, place }: Extract<BackgroundRequest, { kind: 'editor/open' }>,
  { tab, frameId: frame = 0 }: Runtime.MessageSender,
): EditorJob => ({
  ...{ picture, name },
  ...(matte && { matte }),
  ...(place && tab?.id !== undefined && { from: { tab: tab.id, frame, place } }),
});

/** Keeps a job and opens the editor on it, beside the tab that asked, or the current one. */
export async function openEditorTab(job: EditorJob, isPrivate: boolean, asking?: Tabs.Tab): Promise<void> {
  await forgetJobs();
  const id = isPrivate || asking?.incognito ? keepInMemory(job) : await keepJob(job);
  const beside = asking ?? (await browser.tabs.query({ active: true, lastFocusedWindow: true }))[0];
  await browser.tabs.create({ url: browser.runtime.getURL(`editor/editor.html#${id}`), ...placeBeside(beside) });
}

function keepInMemory(job: EditorJob): string {
  const id = crypto.randomUUID();
  inMemory.set(id, job);
  return id;
}

/** Hands over a job from a private window, and forgets it. */
export function takePrivateJob(id: string): EditorJob | undefined {
  const job = inMemory.get(id);
  inMemory.delete(id);
  return job;
}

/** A closed tab's pictures are forgotten. */
export const forgetEditorTab = (tabId: number): Promise<void> => forgetJobs(tabId);

/** Pages of the extension can't be shown in private windows: from there the browser picks the window. */
const placeBeside = (tab: Tabs.Tab | undefined) =>
  tab?.id === undefined || tab.incognito
    ? {}
    : { index: tab.index + 1, openerTabId: tab.id, ...(tab.windowId !== undefined && { windowId: tab.windowId }) };
