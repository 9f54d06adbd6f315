import { browser, type Tabs } from '../../common/browser/browser.ts';
import type { EditorJob } from '../../common/requests/editor.ts';
import { forgetJobs, keepJob } from '../../common/storage/editor-jobs.ts';

/** Keeps a job and opens the editor on it, beside the tab that asked, or the current one. */
export async function openEditorTab(job: EditorJob, asking?: Tabs.Tab): Promise<void> {
  await forgetJobs();
  const id = await keepJob(job);
  const beside = asking ?? (await browser.tabs.query({ active: true, lastFocusedWindow: true }))[0];
  await browser.tabs.create({ url: browser.runtime.getURL(`editor/editor.html#${id}`), ...placeBeside(beside) });
}

/** A closed tab's pictures are forgotten. */
export const forgetEditorTab = (tabId: number): Promise<void> => forgetJobs(tabId);

/** Pages of the extension can't be shown in private windows: from there the browser picks the window. */
const placeBeside = (tab: Tabs.Tab | undefined) =>
  tab?.id === undefined || tab.incognito
    ? {}
    : { index: tab.index + 1, openerTabId: tab.id, ...(tab.windowId !== undefined && { windowId: tab.windowId }) };
