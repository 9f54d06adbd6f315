import { clear, createStore, get, update } from 'idb-keyval';
import type { CutoutAnswer } from '../../../shared/web/engine-worker/client.ts';

/** How a job went; nothing of whose picture it was. */
export interface LastJob
  extends Pick<CutoutAnswer, 'network' | 'backend' | 'width' | 'height' | 'milliseconds'>,
    // Jobs of earlier versions don't say.
    Partial<Pick<CutoutAnswer, 'quality'>> {}

const MOST = 5;
const KEY = 'last';

const store = () => createStore('matteo-jobs', 'jobs');

/** Remembers how a job went, for bug reports. */
export const keepJobTimings = ({
  network,
  backend,
  quality,
  width,
  height,
  milliseconds,
}: CutoutAnswer): Promise<void> =>
  update<readonly LastJob[]>(
    KEY,
    (jobs = []) => [{ network, backend, quality, width, height, milliseconds }, ...jobs].slice(0, MOST),
    store(),
  );

/** The last jobs, the latest first. */
export const lastJobs = async (): Promise<readonly LastJob[]> => (await get<readonly LastJob[]>(KEY, store())) ?? [];

/** Forgets how the last jobs went. */
export const forgetJobTimings = (): Promise<void> => clear(store());
