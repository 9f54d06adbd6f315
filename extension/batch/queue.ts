import type { Consent } from '../../shared/contracts/remote.ts';
import { CutoutError, type ErrorReport, isAbort, reportOf } from '../../shared/errors.ts';
import { inWords } from '../common/words/failure.ts';

export type State<Result> =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'working'; readonly fraction: number; readonly words: string }
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'failed'; readonly error: ErrorReport };

/** The name of a state. */
export type Kind = State<unknown>['kind'];

/** One file of a batch, and its state. */
export interface Item<Result> {
  readonly file: File;
  readonly state: State<Result>;
}

/** Does one item's work; `tell` reports the progress, 0..1, and the stage. */
export type Work<Result> = (
  file: File,
  consent: Consent | undefined,
  signal: AbortSignal,
  tell: (fraction: number, words: string) => void,
) => Promise<Result>;

/** Callbacks of a batch. */
export interface Watch<Result> {
  came(items: readonly Item<Result>[]): void;
  gone(items: readonly Item<Result>[]): void;
  /** An item's state or progress has changed. This is called often, so its cost must not depend on the number of items. */
  changed(item: Item<Result>): void;
}

/** An item from another list; `id` identifies it. */
export interface Begun<Result> {
  readonly id: string;
  readonly file: File;
  readonly state: State<Result>;
}

interface Entry<Result> extends Item<Result> {
  readonly id?: string;
  state: State<Result>;
  consent?: Consent | undefined;
}

/** A batch: one file after the other, in the order in which they were added. A failure or cancellation does not affect the others. */
export class Queue<Result> {
  readonly #entries = new Set<Entry<Result>>();
  readonly #counts: Record<Kind, number> = { waiting: 0, working: 0, done: 0, failed: 0, cancelled: 0 };
  /** The result of an `isOutdated` item is discarded, and the item is done again. */
  #running: { readonly entry: Entry<Result>; readonly controller: AbortController; isOutdated: boolean } | undefined;
  readonly #work: Work<Result>;
  readonly #watch: Watch<Result>;

  constructor(work: Work<Result>, watch: Watch<Result>) {
    this.#work = work;
    this.#watch = watch;
  }

  get items(): readonly Item<Result>[] {
    return [...this.#entries];
  }

  /** How many items are in each state. */
  get counts(): Readonly<Record<Kind, number>> {
    return this.#counts;
  }

  /** Progress of the current item, 0..1. */
  get fraction(): number {
    const state = this.#running?.entry.state;
    return state?.kind === 'working' ? state.fraction : 0;
  }

  add(files: readonly File[]): void {
    this.#enter(files.map((file) => ({ file, state: { kind: 'waiting' } })));
  }

  /** Adds a result from elsewhere; each `id` is added only once. */
  addDone(id: string, file: File, result: Result): void {
    if (this.items.some((item: Entry<Result>) => item.id === id)) return;
    this.restore([{ id, file, state: { kind: 'done', result } }]);
  }

  /**
   * Adds the items of another list; those that wait are done here.
   *
   * @param onItem called with each item and its `id`, before any work begins.
   */
  restore(left: readonly Begun<Result>[], onItem: (item: Item<Result>, id: string) => void = () => {}): void {
    const entries = left.map((begun): Entry<Result> => ({ ...begun }));
    for (const [i, entry] of entries.entries()) onItem(entry, left[i].id);
    this.#enter(entries);
  }

  /** Does an item again that failed or was cancelled, with the person's answer if there is one. */
  again(item: Item<Result>, consent?: Consent): void {
    const entry = this.#entryOf(item);
    if (entry?.state.kind !== 'failed' && entry?.state.kind !== 'cancelled') return;
    entry.consent = consent ?? entry.consent;
    this.#change(entry, { kind: 'waiting' });
    void this.#next();
  }

  /** Does all items again that are done, failed or in progress. */
  redo(): void {
    for (const entry of this.#entries) {
      const isRunning = entry === this.#running?.entry;
      if (isRunning && this.#running) this.#running.isOutdated = true;
      if (isRunning) this.#abort();
      else if (entry.state.kind === 'done' || entry.state.kind === 'failed') this.#change(entry, { kind: 'waiting' });
    }
    void this.#next();
  }

  /** Replaces an item's result by an equal one. */
  exchange(item: Item<Result>, result: Result): void {
    const entry = this.#entryOf(item);
    if (entry?.state.kind === 'done') this.#change(entry, { kind: 'done', result });
  }

  cancel(item: Item<Result>): void {
    const entry = this.#entryOf(item);
    if (entry?.state.kind === 'waiting') this.#change(entry, { kind: 'cancelled' });
    if (entry && entry === this.#running?.entry) {
      this.#running.isOutdated = false;
      this.#abort();
    }
  }

  cancelAll(): void {
    // Those that wait first, because otherwise the next one would start.
    for (const entry of this.items.toReversed()) this.cancel(entry);
  }

  /** Removes an item, and cancels it if it is not done. */
  remove(item: Item<Result>): void {
    const entry = this.#entryOf(item);
    if (entry) this.#leave([entry]);
  }

  /** Removes all items, and cancels those that are not done. */
  clear(): void {
    this.#leave([...this.#entries]);
  }

  #entryOf(item: Item<Result>): Entry<Result> | undefined {
    return this.#entries.has(item) ? item : undefined;
  }

  #enter(entries: readonly Entry<Result>[]): void {
    for (const entry of entries) {
      this.#entries.add(entry);
      this.#counts[entry.state.kind]++;
    }
    this.#watch.came(entries);
    void this.#next();
  }

  #leave(entries: readonly Entry<Result>[]): void {
    for (const entry of entries) {
      this.#entries.delete(entry);
      this.#counts[entry.state.kind]--;
      if (entry === this.#running?.entry) this.#abort();
    }
    this.#watch.gone(entries);
  }

  #abort(): void {
    this.#running?.controller.abort(new CutoutError('aborted', 'Cancelled.'));
  }

  /** Changes an item's state, unless it was removed from the list. */
  #change(entry: Entry<Result>, state: State<Result>): void {
    if (!this.#entries.has(entry)) return;
    this.#counts[entry.state.kind]--;
    this.#counts[state.kind]++;
    entry.state = state;
    this.#watch.changed(entry);
  }

  async #next(): Promise<void> {
    if (this.#running || this.#counts.waiting === 0) return;
    const entry = this.#firstWaiting();
    if (!entry) return;
    const controller = new AbortController();
    const { signal } = controller;
    const running = { entry, controller, isOutdated: false };
    this.#running = running;
    const tell = (fraction: number, words: string) => {
      if (!signal.aborted) this.#change(entry, { kind: 'working', fraction, words });
    };
    tell(0, '');
    let end: State<Result>;
    try {
      end = { kind: 'done', result: await this.#work(entry.file, entry.consent, signal, tell) };
    } catch (thrown) {
      // A report, and no error: of that IndexedDB would keep the message alone.
      end = isAbort(thrown) ? { kind: 'cancelled' } : { kind: 'failed', error: reportOf(inWords(thrown)) };
    }
    this.#running = undefined;
    this.#change(entry, running.isOutdated ? { kind: 'waiting' } : end);
    void this.#next();
  }

  #firstWaiting(): Entry<Result> | undefined {
    for (const entry of this.#entries) if (entry.state.kind === 'waiting') return entry;
    return undefined;
  }
}
