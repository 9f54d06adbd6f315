import { clear, createStore, del, delMany, entries, keys, set } from 'idb-keyval';
import type { CutoutAnswer } from '../../../shared/web/engine-worker/client.ts';
import { thumbnailOf } from './thumbnail.ts';

/** A picture that was cut out since the browser started. */
export interface Result {
  /** What files of it are named after: the picture's file name or URL. */
  readonly name: string;
  readonly picture: Blob;
  readonly cutout: Blob;
  readonly matte?: Blob;
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

/** Keeps a result until the browser is closed. */
export async function keepRecent({ name, picture, cutout, matte }: Result): Promise<void> {
  const thumbnail = await thumbnailOf(cutout);
  if (!thumbnail) return;
  const kept = { name, picture, cutout, thumbnail, ...(matte && { matte }) } satisfies Omit<Recent, 'id' | 'since'>;
  // Sorted by when they came.
  await set(`${Date.now().toString().padStart(15, '0')} ${crypto.randomUUID()}`, kept, store());
  const all = await keys<string>(store());
  if (all.length > MOST) await delMany(all.slice(0, all.length - MOST), store());
  tell();
}

/** The results of this session, the latest first. */
export async function recents(): Promise<readonly Recent[]> {
  const all = await entries<string, Omit<Recent, 'id' | 'since'>>(store());
  return all.map(([id, kept]) => ({ id, since: new Date(Number.parseInt(id, 10)), ...kept })).reverse();
}

/** Forgets one result; pages that show the recent ones are told. */
export async function forgetRecent(id: string): Promise<void> {
  await del(id, store());
  tell();
}

/** Forgets all results; pages that show them are told. */
export async function clearRecents(): Promise<void> {
  await clear(store());
  tell();
}

/** Calls `listener` when another page or the engine changed them, or this one. */
export function onRecentsChanged(listener: () => void): void {
  channel().onmessage = listener;
}

/** A channel does not hear itself: each call has its own. */
function tell(): void {
  const speaking = channel();
  speaking.postMessage('changed');
  speaking.close();
}
