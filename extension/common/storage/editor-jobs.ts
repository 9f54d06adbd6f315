import { clear, createStore, delMany, entries, get, promisifyRequest, set } from 'idb-keyval';
import { browser } from '../browser/browser.ts';
import type { EditorJob } from '../requests/editor.ts';

/** What became of a job in the editor. */
export interface Edited {
  /** The matte as it was edited last, as the editor packs it. */
  readonly edited?: Blob;
  /** The settings that make the result, as the editor packs them. */
  readonly look?: unknown;
}

/** A job as it is kept until its tab is closed. */
export interface KeptJob extends EditorJob, Edited {
  /** When it was kept, or last found without its tab, in milliseconds of `Date.now()`. */
  readonly since: number;
  /** The tab that shows it, once there is one. */
  readonly tab?: number;
}

const LONGEST_KEPT_MS = 24 * 60 * 60 * 1000;

const jobs = () => createStore('editor', 'jobs');

/** Keeps a job; answers the random id to take it by. */
export async function keepJob(job: EditorJob): Promise<string> {
  const id = crypto.randomUUID();
  await set(id, { ...job, since: Date.now() } satisfies KeptJob, jobs());
  return id;
}

/**
 * The job of this id, from now on that of the tab; undefined when it is not kept any more. Of a tab that was duplicated the copy gets
 * a job of its own, under another id.
 */
export async function takeJob(id: string, tab: number | undefined): Promise<{ id: string; job: KeptJob } | undefined> {
  const job = await get<KeptJob>(id, jobs());
  if (!job || tab === undefined) return job && { id, job };
  const isCopy = job.tab !== undefined && job.tab !== tab && (await shownIn(id)).includes(job.tab);
  const own = isCopy ? crypto.randomUUID() : id;
  try {
    await set(own, { ...job, tab, ...(isCopy && { since: Date.now() }) } satisfies KeptJob, jobs());
    return { id: own, job };
  } catch {
    // Where there is no room for that, it is forgotten a day later.
    return { id, job };
  }
}

/** Keeps what became of a job; of a job that is not kept (any more) nothing is. */
export const keepEdited = (id: string, edited: Edited): Promise<void> =>
  jobs()('readwrite', async (records) => {
    const job = await promisifyRequest<KeptJob | undefined>(records.get(id));
    if (job) records.put({ ...job, ...edited } satisfies KeptJob, id);
    await promisifyRequest(records.transaction);
  });

/** Forgets the jobs of a closed tab, and those that lay about for a day; where they can't be read now, at another time. */
export const forgetJobs = (closedTab?: number): Promise<void> =>
  forgetOver(closedTab).catch((thrown: unknown) => console.info('The editor’s pictures can’t be read.', thrown));

async function forgetOver(closedTab: number | undefined): Promise<void> {
  const kept = await entries<string, KeptJob>(jobs());
  const isOver = ({ tab, since }: KeptJob) =>
    (tab !== undefined && tab === closedTab) || Date.now() - since > LONGEST_KEPT_MS;
  const over: string[] = [];
  for (const [id, job] of kept) {
    // Where the browser still lists the closed tab, it shows nothing any more.
    if (isOver(job) && (await shownIn(id)).every((tab) => tab === closedTab)) over.push(id);
  }
  if (over.length > 0) await delMany(over, jobs());
}

/**
 * Parts jobs from the tabs of the browser's last session, whose numbers are given to others: they are kept for another day, for a
 * session that is restored. Where they can't be read now, they stay as they are.
 */
export async function forgetTabs(): Promise<void> {
  try {
    for (const [id, job] of await entries<string, KeptJob>(jobs())) {
      // A tab that was restored already may have taken its job.
      if (job.tab === undefined || (await shownIn(id)).includes(job.tab)) continue;
      const { tab: _, ...parted } = job;
      await set(id, { ...parted, since: Date.now() } satisfies KeptJob, jobs());
    }
  } catch (thrown) {
    console.info('The editor’s pictures can’t be read.', thrown);
  }
}

/** The tabs that show a job, loaded or waiting to be restored. */
async function shownIn(id: string): Promise<readonly number[]> {
  const url = browser.runtime.getURL(`editor/editor.html#${id}`);
  const tabs = await browser.tabs.query({});
  return tabs.flatMap((tab) => (tab.id !== undefined && (tab.url === url || tab.pendingUrl === url) ? [tab.id] : []));
}

/** Forgets every job; open editors go on with what they have. */
export const clearJobs = (): Promise<void> => clear(jobs());
