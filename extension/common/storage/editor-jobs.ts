import { clear, createStore, delMany, entries, get, set } from 'idb-keyval';
import type { EditorJob } from '../requests/editor.ts';

/** A job as it is kept until its tab is closed. */
export interface KeptJob extends EditorJob {
  /** When it was kept, in milliseconds of `Date.now()`. */
  readonly since: number;
  /** The tab that shows it, once there is one. */
  readonly tab?: number;
  /** The matte as it was edited last, as the editor packs it. */
  readonly edited?: Blob;
}

const LONGEST_KEPT_MS = 24 * 60 * 60 * 1000;

const jobs = () => createStore('editor', 'jobs');

/** Keeps a job; answers the random id to take it by. */
export async function keepJob(job: EditorJob): Promise<string> {
  const id = crypto.randomUUID();
  await set(id, { ...job, since: Date.now() } satisfies KeptJob, jobs());
  return id;
}

/** The job of this id, from now on that of the tab; undefined when it is not kept any more. */
export async function takeJob(id: string, tab: number | undefined): Promise<KeptJob | undefined> {
  const job = await get<KeptJob>(id, jobs());
  // Where there is no room for that, it is forgotten a day later.
  if (job && tab !== undefined) await set(id, { ...job, tab } satisfies KeptJob, jobs()).catch(() => {});
  return job;
}

/** Keeps what became of a job's matte; of a job that is not kept (any more) nothing is. */
export const keepEdited = async (id: string, edited: Blob): Promise<void> => {
  const job = await get<KeptJob>(id, jobs());
  if (job) await set(id, { ...job, edited } satisfies KeptJob, jobs());
};

/** Forgets the jobs of a closed tab, and those that lay about for a day; where they can't be read now, at another time. */
export const forgetJobs = (closedTab?: number): Promise<void> =>
  forgetOver(closedTab).catch((thrown: unknown) => console.info('The editor’s pictures can’t be read.', thrown));

async function forgetOver(closedTab: number | undefined): Promise<void> {
  const isOver = ({ tab, since }: KeptJob) =>
    (tab !== undefined && tab === closedTab) || Date.now() - since > LONGEST_KEPT_MS;
  const kept = await entries<string, KeptJob>(jobs());
  const over = kept.filter(([, job]) => isOver(job)).map(([id]) => id);
  if (over.length > 0) await delMany(over, jobs());
}

/** Forgets every job; open editors go on with what they have. */
export const clearJobs = (): Promise<void> => clear(jobs());
