import { inputKey } from '../bucket/store.ts';
import { type Failure, isFailure, type Outcome } from '../outcome.ts';
import { openOwner } from '../owner/open.ts';
import { nextCall } from './call.ts';
import { nextLetters, noteLetter } from './letters.ts';
import type { PictureRow } from './state/pictures.ts';
import type { Kept } from './state/record.ts';
import type { BatchState } from './state/state.ts';

/** How many pictures of each state an alarm gives up. */
const MOST_EXPIRED = 1000;

/** Ends a picture, and with the last one the batch. */
export async function endPicture(state: BatchState, row: PictureRow, outcome: Outcome): Promise<void> {
  const kept = state.kept() as Kept;
  noteEnd(state, kept, row, outcome);
  if (isFailure(outcome)) {
    noteLetter(state, row.number);
    await removeInputs(state, [row]);
  }
  await followEnd(state, kept);
}

/** The pictures of a batch that ran too long fail, so many at a time. */
export async function giveUp(state: BatchState, kept: Kept): Promise<void> {
  const outcome: Failure = { reason: 'expired', detail: 'Its time was over before its turn came.' };
  for (const of of ['queued', 'waiting'] as const) {
    const rows = state.pictures.some(of, MOST_EXPIRED);
    for (const row of rows) noteEnd(state, kept, row, outcome);
    await removeInputs(state, rows);
  }
  await followEnd(state, kept);
}

function noteEnd(state: BatchState, kept: Kept, { number, state: before }: PictureRow, outcome: Outcome): void {
  const { counts, failures, asked } = kept;
  counts[before]--;
  counts[isFailure(outcome) ? 'failed' : 'done']++;
  if (isFailure(outcome)) failures[outcome.reason] = (failures[outcome.reason] ?? 0) + 1;
  state.pictures.end(number, counts.done + counts.failed, outcome);
  if (counts.waiting + counts.queued === 0) {
    const ended = Date.now();
    Object.assign(kept, { state: 'ended', ended });
    if (asked.callback) kept.call = { state: 'waiting', due: ended, tries: 0 };
  }
  state.keep(kept);
}

/** What follows when the last picture has ended. */
async function followEnd(state: BatchState, kept: Kept): Promise<void> {
  if (kept.state !== 'ended') return;
  await sleep(state);
  await releaseOwner(state, kept);
}

/** Sees to it that the alarm rings when something is due next. */
export async function sleep(state: BatchState): Promise<void> {
  const kept = state.kept();
  if (!kept || kept.state === 'removing') return;
  const overdue = (kept.state === 'running' && state.pictures.nextDue()) || Number.POSITIVE_INFINITY;
  await state.wakeBy(Math.min(state.expires(kept), overdue, nextCall(kept), nextLetters(state)));
}

/** Removes pictures from the bucket that have ended. What stays because the bucket fails goes with the batch. */
export async function removeInputs(state: BatchState, rows: readonly PictureRow[]): Promise<void> {
  const id = state.kept()?.id;
  if (id === undefined || rows.length === 0) return;
  await state.bindings.BATCH_PICTURES.delete(rows.map(({ input }) => inputKey(id, input))).catch((error: unknown) =>
    console.error(JSON.stringify({ batch: 'removal', error: String(error) })),
  );
}

/** Its owner may make another one. */
export async function releaseOwner({ bindings }: BatchState, { id, owner }: Kept): Promise<void> {
  await openOwner(bindings, owner)
    .release(id)
    .catch((error: unknown) => console.error(JSON.stringify({ batch: 'release', error: String(error) })));
}
