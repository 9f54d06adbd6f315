import { createBatch, forgetItems, type KeptItem, keepItem } from '../common/storage/batches.ts';
import type { Result } from '../common/storage/recents.ts';
import type { Item, State } from './queue.ts';

type Kind = State<unknown>['kind'];

/** A list that is kept as it changes, so that it can be gone on with after its tab was closed. */
export interface KeptList {
  /** Tells what the list holds now. */
  update(items: readonly Item<Result>[]): void;
  /** Tells that an item is kept by a key already. */
  adopt(item: Item<Result>, key: string): void;
}

/** @param onFull called once where there is no room: the list goes on without being kept. */
export function createKeptList(onFull: () => void): KeptList {
  const keys = new Map<Item<Result>, Promise<string>>();
  const kept = new Map<Item<Result>, Kind>();
  let next = 0;
  let batch: ReturnType<typeof createBatch> | undefined;
  let isFull = false;
  /** Writes come one after the other. */
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (write: () => Promise<void>) => {
    last = last.then(write).catch(() => {});
  };
  const keep = async (key: string, item: KeptItem) => {
    if (isFull) return;
    await keepItem(key, item).catch(() => {
      isFull = true;
      onFull();
    });
  };
  const newKey = async (number: number) => {
    batch ??= createBatch();
    return (await batch)(number);
  };

  return {
    adopt(item, key) {
      keys.set(item, Promise.resolve(key));
      kept.set(item, kindOf(item.state.kind));
    },
    update(items) {
      const listed = new Set(items);
      const gone = [...keys].filter(([item]) => !listed.has(item));
      for (const [item] of gone) for (const map of [keys, kept]) map.delete(item);
      if (gone.length > 0) inTurn(async () => forgetItems(await Promise.all(gone.map(([, key]) => key))));
      for (const item of items) {
        const kind = kindOf(item.state.kind);
        if (kept.get(item) === kind) continue;
        kept.set(item, kind);
        const key = keys.get(item) ?? newKey(next++);
        keys.set(item, key);
        const now = keptOf(item);
        inTurn(async () => keep(await key, now));
      }
    },
  };
}

/** What is at work is kept as what waits: it is begun again. */
const kindOf = (kind: Kind): Kind => (kind === 'working' ? 'waiting' : kind);

function keptOf({ file, state }: Item<Result>): KeptItem {
  if (state.kind === 'done') return { file, result: state.result };
  return state.kind === 'failed' || state.kind === 'cancelled' ? { file, isEnded: true } : { file };
}
