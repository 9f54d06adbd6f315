import { browser, type Runtime, type Tabs } from '../../common/browser/browser.ts';
import type { EditorJob } from '../../common/requests/editor.ts';
import { forgetJobs, keepJob } from '../../common/storage/editor-jobs.ts';
import type { BackgroundRequest } from '../../contracts/messages.ts';

/** A job that is not stored, until the editor takes it. */
interface Held {
  readonly job: EditorJob;
  /** It is of a private window; else there was no room to store it. */
  readonly isPrivate: boolean;
}
const inMemory = new Map<string, Held>();

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
  const isSecret = isPrivate || (asking?.incognito ?? false);
  const hold = () => holdInMemory({ job, isPrivate: isSecret });
  const id = isSecret ? hold() : await keepJob(job).catch(hold);
  const beside = asking ?? (await browser.tabs.query({ active: true, lastFocusedWindow: true }))[0];
  await browser.tabs.create({ url: browser.runtime.getURL(`editor/editor.html#${id}`), ...placeBeside(beside) });
}

function holdInMemory(held: Held): string {
  const id = crypto.randomUUID();
  inMemory.set(id, held);
  return id;
}

/** Hands over a job that is not stored, and forgets it. */
export function takeHeldJob(id: string): Held | undefined {
  const held = inMemory.get(id);
  inMemory.delete(id);
  return held;
}

/** A closed tab's pictures are forgotten. */
export const forgetEditorTab = (tabId: number): Promise<void> => forgetJobs(tabId);

/** Pages of the extension can't be shown in private windows: from there the browser picks the window. */
const placeBeside = (tab: Tabs.Tab | undefined) =>
  tab?.id === undefined || tab.incognito
    ? {}
    : { index: tab.index + 1, openerTabId: tab.id, ...(tab.windowId !== undefined && { windowId: tab.windowId }) };
