import { deliver } from '../webhook/deliver.ts';
import type { Kept } from './state/record.ts';
import type { BatchState } from './state/state.ts';

/** The longest wait between two calls, and how long a receiver is called, in milliseconds. */
const LONGEST_WAIT_MS = 3 * 3_600_000;
const CALLED_FOR_MS = 24 * 3_600_000;

/** When the receiver is called next; never, where there is nothing to tell. */
export const nextCall = ({ call }: Kept): number => (call?.state === 'waiting' ? call.due : Number.POSITIVE_INFINITY);

/** Tells the receiver of the end, where that is due; where it does not take it, again later, for a day. */
export async function callReceiver(state: BatchState): Promise<void> {
  const kept = state.kept();
  if (!kept?.call || !kept.asked.callback || nextCall(kept) > Date.now()) return;
  const { id, pictures, failures } = state.tell(kept);
  const ended = kept.ended as number;
  const body = JSON.stringify({
    type: 'batch.ended',
    timestamp: new Date(ended).toISOString(),
    data: { id, pictures, failures },
  });
  const isTaken = await deliver(kept.asked.callback, `msg_${id}_${ended}`, body);
  const now = state.kept();
  if (now?.state !== 'ended') return;
  const tries = kept.call.tries + 1;
  const due = Date.now() + Math.min(state.settings.backOffMs * 4 ** (tries - 1), LONGEST_WAIT_MS);
  const told = isTaken ? 'delivered' : due < ended + CALLED_FOR_MS ? 'waiting' : 'given-up';
  state.keep({ ...now, call: { state: told, due, tries } });
  console.log(JSON.stringify({ batch: 'call', state: told, tries }));
}
