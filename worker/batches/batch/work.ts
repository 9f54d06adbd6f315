import type { Failure, Outcome } from '../outcome.ts';
import { endPicture, removeInputs } from './end.ts';
import { sendLetters } from './letters.ts';
import { fillWindow, send } from './send.ts';
import type { Work } from './state/record.ts';
import type { BatchState } from './state/state.ts';

/** How often a picture's work is begun before it is given up. */
const MOST_TRIES = 4;

/** The longest that a queue delays a message, in seconds. */
const LONGEST_DELAY_S = 43_200;

/** Gives a consumer its work; or says why the picture is given up; or nothing where there is nothing to do. */
export async function beginWork(state: BatchState, number: number): Promise<Work | Failure | undefined> {
  const kept = state.running();
  const row = kept && state.pictures.numbered(number);
  // Who ended it may have been stopped before it was removed.
  if (row && row.ended !== null) await removeInputs(state, [row]);
  if (row?.state !== 'queued' || (row.held && row.due > Date.now())) return undefined;
  if (row.tries >= MOST_TRIES) {
    const failure: Failure = { reason: 'gave-up', detail: `Its work was begun ${row.tries} times and never ended.` };
    await endWork(state, number, row.input, failure);
    return failure;
  }
  const due = Date.now() + state.settings.patienceMs;
  state.pictures.hold(number, due);
  await state.wakeBy(due);
  const { input, content, bytes } = row;
  return { input, content, bytes, options: kept?.asked.options };
}

/**
 * Notes what became of a picture, once: what is told later changes nothing, nor what is told of another that had its number before, in
 * a batch that was removed and made anew.
 *
 * @param input tells which picture is meant: that of its `Work`.
 * @returns whether the batch is still there.
 */
export async function endWork(state: BatchState, number: number, input: string, outcome: Outcome): Promise<boolean> {
  const kept = state.kept();
  const row = kept && kept.state !== 'removing' ? state.pictures.numbered(number) : undefined;
  if (!row) return false;
  if (row.state === 'queued' && row.input === input) {
    await endPicture(state, row, outcome);
    await fillWindow(state);
    await sendLetters(state);
  }
  return true;
}

/**
 * Lets a picture that failed for a reason outside it wait for another try, longer each time.
 *
 * @param isForgiven whether this was no try: its turn never came.
 * @returns why it is given up, where it is.
 */
export async function postponeWork(
  state: BatchState,
  number: number,
  input: string,
  detail: string,
  isForgiven: boolean,
): Promise<Failure | undefined> {
  const row = state.running() && state.pictures.numbered(number);
  if (row?.state !== 'queued' || row.input !== input) return undefined;
  if (isForgiven) state.pictures.forgive(number);
  else if (row.tries >= MOST_TRIES) {
    const failure: Failure = { reason: 'gave-up', detail: `It failed ${row.tries} times, at last so: ${detail}` };
    await endWork(state, number, input, failure);
    return failure;
  }
  const waitMs = state.settings.backOffMs * 2 ** Math.max(0, row.tries - 1);
  await send(state, [row], Math.min(LONGEST_DELAY_S, Math.ceil(waitMs / 1000)));
  return undefined;
}
