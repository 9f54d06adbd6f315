import type { Consent } from '../../shared/contracts/remote.ts';
import { CutoutError, type ErrorReport, isAbort } from '../../shared/errors.ts';
import { inWords } from '../common/words/failure.ts';

export type State<Result> =
  | { readonly kind: 'waiting' | 'cancelled' }
  | { readonly kind: 'working'; readonly fraction: number; readonly words: string }
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'failed'; readonly error: ErrorReport };

/** One file of a batch, and what became of it. */
export interface Item<Result> {
  readonly file: File;
  readonly state: State<Result>;
}

/** Does one item's work; `tell` how far it is, 0..1, and what is being done. */
export type Work<Result> = (
  file: File,
  consent: Consent | undefined,
  signal: AbortSignal,
  tell: (fraction: number, words: string) => void,
) => Promise<Result>;

interface Entry<Result> extends Item<Result> {
  /** By which one that was done elsewhere is known again. */
  readonly id?: string;
  state: State<Result>;
  consent?: Consent | undefined;
}

/** A batch: one file after the other, in the order they came. What fails or is cancelled leaves the others alone. */
export class Queue<Result> {
  #entries: Entry<Result>[] = [];
  #running: { readonly entry: Entry<Result>; readonly controller: AbortController } | undefined;
  readonly #work: Work<Result>;
  readonly #onChange: () => void;

  /** @param onChange called when items came, went or changed their state. */
  constructor(work: Work<Result>, onChange: () => void) {
    this.#work = work;
    this.#onChange = onChange;
  }

  get items(): readonly Item<Result>[] {
    return this.#entries;
  }

  add(files: readonly File[]): void {
    this.#entries.push(...files.map((file): Entry<Result> => ({ file, state: { kind: 'waiting' } })));
    this.#onChange();
    void this.#next();
  }

  /** Adds what was done elsewhere, once by each `id`. */
  addDone(id: string, file: File, result: Result): void {
    if (this.#entries.some((entry) => entry.id === id)) return;
    this.restore([{ id, file, result }]);
  }

  /**
   * Adds what was begun elsewhere: items that are done, and others that are begun again.
   *
   * @param onItem told of each item with its `id`, before anything is begun.
   */
  restore(
    left: readonly { readonly id: string; readonly file: File; readonly result?: Result }[],
    onItem: (item: Item<Result>, id: string) => void = () => {},
  ): void {
    for (const { id, file, result } of left) {
      const entry: Entry<Result> = { id, file, state: result ? { kind: 'done', result } : { kind: 'waiting' } };
      this.#entries.push(entry);
      onItem(entry, id);
    }
    this.#onChange();
    void this.#next();
  }

  /** Does an item that failed or was cancelled once more, with the person's answer where one was given. */
  again(item: Item<Result>, consent?: Consent): void {
    const entry = this.#entryOf(item);
    if (entry?.state.kind !== 'failed' && entry?.state.kind !== 'cancelled') return;
    entry.consent = consent ?? entry.consent;
    this.#change(entry, { kind: 'waiting' });
    void this.#next();
  }

  cancel(item: Item<Result>): void {
    const entry = this.#entryOf(item);
    if (entry?.state.kind === 'waiting') this.#change(entry, { kind: 'cancelled' });
    if (entry && entry === this.#running?.entry) {
      this.#running.controller.abort(new CutoutError('aborted', 'Cancelled.'));
    }
  }

  cancelAll(): void {
    // Those that wait first: else the next would start.
    for (const entry of this.#entries.toReversed()) this.cancel(entry);
  }

  /** Takes an item out; one that is not done is cancelled. */
  remove(item: Item<Result>): void {
    this.cancel(item);
    this.#entries = this.#entries.filter((entry) => entry !== item);
    this.#onChange();
  }

  /** Takes out every item; those not done are cancelled. */
  clear(): void {
    this.cancelAll();
    this.#entries = [];
    this.#onChange();
  }

  #entryOf(item: Item<Result>): Entry<Result> | undefined {
    return this.#entries.find((entry) => entry === item);
  }

  #change(entry: Entry<Result>, state: State<Result>): void {
    entry.state = state;
    this.#onChange();
  }

  async #next(): Promise<void> {
    const entry = this.#running ? undefined : this.#entries.find(({ state }) => state.kind === 'waiting');
    if (!entry) return;
    const controller = new AbortController();
    const { signal } = controller;
    this.#running = { entry, controller };
    const tell = (fraction: number, words: string) => {
      if (!signal.aborted) this.#change(entry, { kind: 'working', fraction, words });
    };
    tell(0, '');
    try {
      const result = await this.#work(entry.file, entry.consent, signal, tell);
      this.#change(entry, { kind: 'done', result });
    } catch (thrown) {
      this.#change(entry, isAbort(thrown) ? { kind: 'cancelled' } : { kind: 'failed', error: inWords(thrown) });
    }
    this.#running = undefined;
    void this.#next();
  }
}
