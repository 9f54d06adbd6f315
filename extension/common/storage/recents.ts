import { clear, createStore, del, entries, promisifyRequest } from 'idb-keyval';
import type { Part } from '../../../shared/person/part.ts';
import type { CutoutAnswer } from '../../../shared/web/engine-worker/client.ts';
import { thumbnailOf } from './thumbnail.ts';

/** A picture that was cut out since the browser started. */
export interface Result {
  /** What files of it are named after: the picture's file name or URL. */
  readonly name: string;
  readonly picture: Blob;
  readonly cutout: Blob;
  readonly matte?: Blob;
  /** What of the people it shows, where that isn't all. */
  readonly part?: Part;
  /** `unsure`: what was cut out may be no person. It is told once, and kept nowhere. */
  readonly person?: CutoutAnswer['person'];
}

/** A result that is kept until the browser closes. */
export interface Recent extends Omit<Result, 'person'> {
  readonly id: string;
  /** When it was made. */
  readonly since: Date;
  readonly thumbnail: Blob;
}

/** Results are whole pictures: older ones make room. */
const MOST = 12;

const store = () => createStore('matteo-recents', 'results');
const channel = () => new BroadcastChannel('matteo-recents');

/**
 * Keeps a result until the browser is closed.
 *
 * @param resultId what the page that asked for it calls it; with it, that page is told when there is no room.
 * @throws DOMException `QuotaExceededError` where there is no room; the others stay.
 */
export async function keepRecent({ name, picture, cutout, matte, part }: Result, resultId?: string): Promise<void> {
  const thumbnail = await thumbnailOf(cutout);
  if (!thumbnail) return;
  const result = { name, picture, cutout, ...(matte && { matte }), ...(part && { part }) };
  const kept = { ...result, thumbnail } satisfies Omit<Recent, 'id' | 'since'>;
  // Sorted by when they came.
  const id = `${Date.now().toString().padStart(15, '0')} ${crypto.randomUUID()}`;
  try {
    await store()('readwrite', async (records) => {
      records.put(kept, id);
      const ids = await promisifyRequest(records.getAllKeys());
      for (const gone of ids.slice(0, Math.max(0, ids.length - MOST))) records.delete(gone);
      await promisifyRequest(records.transaction);
    });
  } catch (thrown) {
    if (resultId) tell({ notKept: resultId });
    throw thrown;
  }
  tell('changed');
}

/** The results of this session, the latest first. */
export async function recents(): Promise<readonly Recent[]> {
  const all = await entries<string, Omit<Recent, 'id' | 'since'>>(store());
  return all.map(([id, kept]) => ({ id, since: new Date(Number.parseInt(id, 10)), ...kept })).reverse();
}

/** Forgets one result; pages that show the recent ones are told. */
export async function forgetRecent(id: string): Promise<void> {
  await del(id, store());
  tell('changed');
}

/** Forgets all results; pages that show them are told. */
export async function clearRecents(): Promise<void> {
  await clear(store());
  tell('changed');
}

/** What becomes of the recent results; `notKept`: there is no room for the one that its asker calls that. */
type Told = 'changed' | { readonly notKept: string };

/** Calls `listener` when another page or the engine changed them, or this one, or where there was no room to. */
export function onRecentsChanged(listener: (told: Told) => void): void {
  channel().onmessage = ({ data }: MessageEvent<Told>) => listener(data);
}

/** A channel does not hear itself: each call has its own. */
function tell(told: Told): void {
  const speaking = channel();
  speaking.postMessage(told);
  speaking.close();
}
