import type { Failure } from '../outcome.ts';
import type { BatchState } from './state/state.ts';

/** Most letters that the queue takes at a time. */
const MOST_LETTERS = 100;

/** Where it is kept which pictures the dead letters are still to hear of. */
const UNSENT = 'letters';

const unsent = ({ storage }: BatchState): number[] => storage.kv.get<number[]>(UNSENT) ?? [];

/** When letters that did not reach their queue are sent again; never, where all did. */
export const nextLetters = (state: BatchState): number =>
  unsent(state).length > 0 ? Date.now() + state.settings.patienceMs : Number.POSITIVE_INFINITY;

/** Notes that the dead letters are to hear of a picture that has ended, where somebody reads them. */
export function noteLetter(state: BatchState, number: number): void {
  if (state.env.BATCH_DEAD_LETTERS) state.storage.kv.put(UNSENT, [...unsent(state), number]);
}

/** Tells the dead letters which pictures were given up, and why. What does not reach the queue is kept for the next time. */
export async function sendLetters(state: BatchState): Promise<void> {
  const batch = state.kept()?.id;
  const numbers = unsent(state).slice(0, MOST_LETTERS);
  if (!batch || numbers.length === 0 || !state.env.BATCH_DEAD_LETTERS) return;
  await state.wakeBy(nextLetters(state));
  const messages = numbers.map((number) => {
    const failure = JSON.parse(state.pictures.numbered(number)?.outcome as string) as Failure;
    return { body: { batch, picture: number, ...failure } };
  });
  try {
    await state.env.BATCH_DEAD_LETTERS.sendBatch(messages);
    const left = unsent(state).filter((number) => !numbers.includes(number));
    state.storage.kv.put(UNSENT, left);
  } catch (error) {
    console.error(JSON.stringify({ batch: 'letters', error: String(error) }));
  }
}
