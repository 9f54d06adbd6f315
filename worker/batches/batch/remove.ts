import { removePage } from '../bucket/store.ts';
import { releaseOwner } from './end.ts';
import type { Kept } from './state/record.ts';
import type { BatchState } from './state/state.ts';

/** How many pages of the bucket one alarm removes. */
const PAGES = 10;

/** Ends a batch; the alarm that follows at once removes what there is. */
export async function beginRemoval(state: BatchState, kept: Kept): Promise<void> {
  state.keep({ ...kept, state: 'removing' });
  await state.storage.setAlarm(Date.now());
  await releaseOwner(state, kept);
}

/** Removes a batch's objects from the bucket, and then all that is kept of it; a large one needs several alarms. */
export async function removeAll({ storage, bindings }: BatchState, id: string): Promise<void> {
  for (let page = 0; page < PAGES; page++) {
    if (!(await removePage(bindings.BATCH_PICTURES, id))) continue;
    await storage.deleteAlarm();
    await storage.deleteAll();
    return;
  }
  await storage.setAlarm(Date.now());
}
