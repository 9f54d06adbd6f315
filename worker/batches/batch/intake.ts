import type { NewBatch, TakenPicture } from '../../../shared/contracts/batches.ts';
import { inputKey } from '../bucket/store.ts';
import { releaseOwner } from './end.ts';
import { fillWindow } from './send.ts';
import type { Kept, Refusal, Told } from './state/record.ts';
import { conflict, NOT_FOUND } from './state/refusals.ts';
import type { BatchState } from './state/state.ts';

/** Makes the batch, or answers the one that is there: the same request sent twice makes one. */
export async function createBatch(
  state: BatchState,
  id: string,
  owner: string,
  asked: NewBatch,
): Promise<Told | Refusal> {
  const there = state.kept();
  if (there) {
    if (there.state === 'ended' || there.state === 'removing') await releaseOwner(state, there);
    if (there.state === 'removing')
      return conflict('The batch of this Idempotency-Key is being removed; wait a minute.');
    if (JSON.stringify(there.asked) === JSON.stringify(asked)) return state.tell(there);
    return {
      refused: 'unprocessable',
      detail: 'This Idempotency-Key was used for a batch that was asked for otherwise.',
    };
  }
  const counts = { waiting: 0, queued: 0, done: 0, failed: 0 };
  const kept: Kept = { id, owner, asked, created: Date.now(), state: 'open', counts, bytes: 0, failures: {} };
  state.pictures.create();
  state.keep(kept);
  await state.wakeBy(state.expires(kept));
  return state.tell(kept);
}

/** Why a batch takes no picture now, if it does not. */
export function refusesPicture(state: BatchState, owner: string): Refusal | undefined {
  const kept = state.ownedBy(owner);
  if (!kept) return NOT_FOUND;
  if (kept.state !== 'open')
    return conflict('The batch has been started and takes no more pictures; make another one.');
  const { mostPictures, mostBytes } = state.settings;
  if (kept.counts.waiting >= mostPictures) {
    return { refused: 'too-large', detail: `A batch has at most ${mostPictures} pictures; make another one.` };
  }
  if (kept.bytes < mostBytes) return undefined;
  return { refused: 'too-large', detail: `A batch has at most ${mostBytes} bytes of pictures; make another one.` };
}

/** Takes a picture that lies in the bucket already. One of the same name gives way. */
export async function takePicture(
  state: BatchState,
  owner: string,
  picture: TakenPicture,
  input: string,
): Promise<Refusal | undefined> {
  const refusal = refusesPicture(state, owner);
  if (refusal) return refusal;
  const kept = state.kept() as Kept;
  const before = state.pictures.put(picture, input);
  kept.counts.waiting += before ? 0 : 1;
  kept.bytes += picture.bytes - (before?.bytes ?? 0);
  state.keep(kept);
  if (before) await state.bindings.BATCH_PICTURES.delete(inputKey(kept.id, before.input));
  return undefined;
}

/** Begins; a batch that has begun goes on. */
export async function startBatch(state: BatchState, owner: string): Promise<Told | Refusal> {
  const kept = state.ownedBy(owner);
  if (!kept) return NOT_FOUND;
  if (kept.state === 'open') {
    if (kept.counts.waiting === 0) return conflict('The batch has no pictures yet; send them first.');
    Object.assign(kept, { state: 'running', started: Date.now() });
    state.keep(kept);
    await state.wakeBy(Date.now() + state.settings.patienceMs);
    await fillWindow(state);
  }
  return state.tell(state.kept() as Kept);
}
