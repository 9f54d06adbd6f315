import { clear, createStore, del, entries, promisifyRequest } from 'idb-keyval';
import { sha256 } from '../../../shared/hash.ts';
import { thumbnailOf } from './thumbnail.ts';

/** A picture that was put behind somebody, and can be again. */
export interface KeptBackdrop {
  readonly id: string;
  readonly picture: Blob;
  readonly thumbnail: Blob;
}

/** Older ones make room. */
const MOST = 8;
const MOST_BYTES = 40_000_000;
/** A larger one would leave the others no room. */
export const LARGEST_BACKDROP_BYTES = MOST_BYTES / 2;

type Kept = Omit<KeptBackdrop, 'id'>;

const store = () => createStore('matteo-backdrops', 'pictures');
const channel = () => new BroadcastChannel('matteo-backdrops');

/**
 * Keeps a picture until eight others came after it, or it is removed. What can't be decoded is not kept. One that is kept already comes
 * first again.
 *
 * @returns `too-large` where it is larger than `LARGEST_BACKDROP_BYTES`, and not kept.
 * @throws DOMException `QuotaExceededError` where there is no room; what was kept before stays.
 */
export async function keepBackdrop(picture: Blob): Promise<'too-large' | undefined> {
  if (picture.size > LARGEST_BACKDROP_BYTES) return 'too-large';
  const thumbnail = await thumbnailOf(picture);
  if (!thumbnail) return undefined;
  const bytes = await picture.arrayBuffer();
  const digest = await sha256(bytes);
  // Sorted by when they came.
  const id = `${Date.now().toString().padStart(15, '0')} ${digest}`;
  // A copy: a file on the disk may be gone the next time.
  const kept = { picture: new Blob([bytes], { type: picture.type }), thumbnail } satisfies Kept;
  // All of it or nothing, and no other page in between.
  await store()('readwrite', async (records) => {
    const [ids, pictures] = await Promise.all([
      promisifyRequest<IDBValidKey[]>(records.getAllKeys()),
      promisifyRequest<Kept[]>(records.getAll()),
    ]);
    const earlier = ids.map((earlierId, at) => [String(earlierId), pictures[at]] as const).reverse();
    records.put(kept, id);
    for (const gone of tooMany(earlier, digest, picture.size)) if (gone !== id) records.delete(gone);
    await promisifyRequest(records.transaction);
  });
  tell();
  return undefined;
}

/** The ids of those that are to go, of the latest first, when one with this digest and size comes. */
export function tooMany(
  earlier: readonly (readonly [id: string, { readonly picture: { readonly size: number } }])[],
  digest: string,
  size: number,
): string[] {
  let [count, bytes] = [1, size];
  return earlier.flatMap(([id, { picture }]) => {
    if (id.endsWith(digest)) return [id];
    count++;
    bytes += picture.size;
    return count > MOST || bytes > MOST_BYTES ? [id] : [];
  });
}

/** The pictures that are kept, the latest first. */
export async function backdrops(): Promise<readonly KeptBackdrop[]> {
  return (await entries<string, Kept>(store())).map(([id, kept]) => ({ id, ...kept })).reverse();
}

/** What a picture is found by among those that are kept. */
export const digestOf = async (picture: Blob): Promise<string> => sha256(await picture.arrayBuffer());

/** The kept picture of this digest; undefined where it is not kept (any more). */
export const backdropOf = async (digest: string): Promise<Blob | undefined> =>
  (await backdrops()).find(({ id }) => id.endsWith(digest))?.picture;

/** Forgets one picture; pages that show them are told. */
export async function forgetBackdrop(id: string): Promise<void> {
  await del(id, store());
  tell();
}

/** Forgets all pictures; pages that show them are told. */
export async function clearBackdrops(): Promise<void> {
  await clear(store());
  tell();
}

/** Calls `listener` when another page changed them, or this one. */
export function onBackdropsChanged(listener: () => void): void {
  channel().onmessage = listener;
}

/** A channel does not hear itself: each call has its own. */
function tell(): void {
  const speaking = channel();
  speaking.postMessage('changed');
  speaking.close();
}
