import { filesOutliveRecords } from '../common/browser/chrome.ts';
import {
  createBatch,
  forgetItems,
  type ItemChange,
  keepItems,
  keepWhileOpen,
  keptResult,
  markGone,
  onBatchesCleared,
} from '../common/storage/batches.ts';
import type { Item, Kind, Watch } from './queue.ts';
import type { Shown } from './row.ts';

/** A list that is kept as it changes, so that it can be gone on with after its tab was closed. */
export interface KeptList extends Watch<Shown> {
  /** Tells that an item is kept by a key already. */
  adopt(item: Item<Shown>, key: string): void;
  /** Whether an item is kept as it is now. */
  isKept(item: Item<Shown>): boolean;
  /** Has what is kept so far kept no longer than this tab is open. */
  keepWhileOpen(): void;
}

/** An item that is kept. */
interface Kept {
  readonly key: Promise<string>;
  /** The state that was written last, or is to be. */
  kind: Kind;
  /** How many of its changes are not written. */
  unwritten: number;
}

/** What is to be written of an item. */
interface Change {
  readonly item: Item<Shown>;
  readonly key: Promise<string>;
  readonly change: ItemChange;
}

/** So many new pictures are written at once: a tab may be closed soon after they came. */
const AT_ONCE = 25;

/**
 * @param onFull called once where there is no room: the list goes on without being kept.
 * @param onKept called with a result as it is kept, whose files take no memory.
 */
export function createKeptList(onFull: () => void, onKept: (item: Item<Shown>, result: Shown) => void): KeptList {
  const kept = new Map<Item<Shown>, Kept>();
  /** The items of this tab's own list. */
  const own = new Set<Item<Shown>>();
  let next = 0;
  let batch: ReturnType<typeof createBatch> | undefined;
  let isFull = false;
  /** Writes come one after the other. */
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (write: () => Promise<void>) => {
    last = last.then(write).catch(() => {});
  };
  const write = (changes: readonly Change[]) =>
    inTurn(async () => {
      if (isFull) return;
      try {
        const keyed = changes.map(async ({ key, change }) => [await key, change] as const);
        const isKept = await keepItems(await Promise.all(keyed));
        if (!isKept) return;
        for (const { item } of changes) {
          const known = kept.get(item);
          if (known) known.unwritten--;
        }
        if (!filesOutliveRecords()) return;
        for (const { item, key, change } of changes) if (change.result) await exchange(item, await key);
      } catch {
        isFull = true;
        onFull();
      }
    });
  const exchange = async (item: Item<Shown>, key: string) => {
    const { state, file } = item;
    const result = state.kind === 'done' && (await keptResult(key).catch(() => undefined));
    if (result) onKept(item, { ...result, picture: file, ...(state.result.person && { person: state.result.person }) });
  };
  const newKey = async (number: number) => {
    batch ??= createBatch();
    return (await batch)(number);
  };
  // What comes later is another list.
  onBatchesCleared(() => {
    batch = undefined;
    own.clear();
    for (const known of kept.values()) known.unwritten = Number.POSITIVE_INFINITY;
  });

  return {
    adopt(item, key) {
      kept.set(item, { key: Promise.resolve(key), kind: kindOf(item), unwritten: 0 });
    },
    isKept: (item) => kept.get(item)?.unwritten === 0,
    keepWhileOpen() {
      inTurn(async () => keepWhileOpen(await Promise.all([...kept.values()].map(({ key }) => key))));
    },
    came(items) {
      const changes = items
        .filter((item) => !kept.has(item))
        .map((item): Change => {
          const key = newKey(next++);
          kept.set(item, { key, kind: kindOf(item), unwritten: 1 });
          own.add(item);
          return { item, key, change: { file: item.file, ...changeOf(item) } };
        });
      for (let i = 0; i < changes.length; i += AT_ONCE) write(changes.slice(i, i + AT_ONCE));
    },
    gone(items) {
      const gone = items.flatMap((item) => kept.get(item)?.key ?? []);
      for (const item of items) {
        kept.delete(item);
        own.delete(item);
      }
      // With its last item a list is forgotten.
      if (own.size === 0) batch = undefined;
      if (gone.length === 0) return;
      // The tab may be closed before its records are deleted.
      if (kept.size === 0) void Promise.all(gone).then(markGone, () => {});
      inTurn(async () => forgetItems(await Promise.all(gone)));
    },
    changed(item) {
      const known = kept.get(item);
      if (!known || known.kind === kindOf(item)) return;
      known.kind = kindOf(item);
      known.unwritten++;
      write([{ item, key: known.key, change: changeOf(item) }]);
    },
  };
}

/** What is at work is kept as what waits: it is begun again. */
const kindOf = ({ state: { kind } }: Item<unknown>): Kind => (kind === 'working' ? 'waiting' : kind);

function changeOf({ state }: Item<Shown>): ItemChange {
  if (state.kind === 'done') {
    const { picture: _, person: __, ...result } = state.result;
    return { result };
  }
  return state.kind === 'failed' || state.kind === 'cancelled' ? { end: state } : {};
}
