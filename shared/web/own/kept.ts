import { clear, createStore, del, entries, get, set } from 'idb-keyval';
import type { Card } from '../../inference/card.ts';
import { OWN_LIMITS } from '../../inference/own/check.ts';
import { forgetVerdictsOf } from '../verdicts.ts';
import type { Outcome } from './protocol.ts';

/** A network of one's own that is kept in this browser. */
export interface KeptNetwork {
  readonly card: Card;
  /** The network itself. */
  readonly file: Blob;
  /** What came of trying it on each backend; none before that. */
  readonly outcomes: readonly Outcome[];
  /** Where it hung at a picture: it is not used until it is tried again. */
  readonly left?: readonly Outcome[];
}

const store = () => createStore('matteo-networks', 'networks');
const channel = () => new BroadcastChannel('matteo-networks');

/**
 * Keeps a checked network; its id is its file's SHA-256.
 *
 * @returns false where as many are kept as may be.
 */
export async function keepNetwork(card: Card, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const others = (await entries<string, KeptNetwork>(store())).filter(([id]) => id !== card.sha256);
  if (others.length >= OWN_LIMITS.count) return false;
  await set(card.sha256, { card, file: new Blob([bytes]), outcomes: [] } satisfies KeptNetwork, store());
  return true;
}

/** Keeps what came of trying a network, unless it was removed meanwhile. It may be used again. */
export const keepOutcomes = (id: string, outcomes: readonly Outcome[]): Promise<void> =>
  change(id, ({ card, file }) => ({ card, file, outcomes }));

/** Keeps that a network hung at a picture, unless it was removed meanwhile. */
export const keepLeft = (id: string, left: readonly Outcome[]): Promise<void> =>
  change(id, (network) => ({ ...network, left }));

/** Changes a network that is kept; pages that show it are told. */
async function change(id: string, changed: (network: KeptNetwork) => KeptNetwork): Promise<void> {
  await store()(
    'readwrite',
    (networks) =>
      new Promise<void>((resolve, reject) => {
        const asked: IDBRequest<KeptNetwork | undefined> = networks.get(id);
        asked.onerror = () => reject(asked.error);
        asked.onsuccess = () => {
          if (asked.result) networks.put(changed(asked.result), id);
          resolve();
        };
      }),
  );
  tell();
}

/** A network by its id. */
export const keptNetwork = (id: string): Promise<KeptNetwork | undefined> => get<KeptNetwork>(id, store());

/** The networks that are kept, by name. */
export async function keptNetworks(): Promise<readonly KeptNetwork[]> {
  const kept = (await entries<string, KeptNetwork>(store())).map(([, network]) => network);
  return kept.sort((a, b) => a.card.name.localeCompare(b.card.name));
}

/** Keeps a network as it was before. */
export async function restoreNetwork(kept: KeptNetwork): Promise<void> {
  await set(kept.card.sha256, kept, store());
  tell();
}

/** Forgets a network and what its tests came to; pages that show it are told. */
export async function forgetNetwork(id: string): Promise<void> {
  await Promise.all([del(id, store()), forgetVerdictsOf(id)]);
  tell();
}

/** Forgets all networks; pages that show them are told. */
export async function clearNetworks(): Promise<void> {
  await clear(store());
  tell();
}

/** Calls `listener` when another page changed them, or this one. */
export function onNetworksChanged(listener: () => void): void {
  channel().onmessage = listener;
}

/** A channel does not hear itself: each call has its own. */
function tell(): void {
  const speaking = channel();
  speaking.postMessage('changed');
  speaking.close();
}
