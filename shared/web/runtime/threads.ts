/** How long a thread may take to answer its first message, in milliseconds; each one made in its place has twice as long. */
const PATIENCE_MS = 10_000;
/** How often a thread is made anew. */
const MOST = 3;
/** What Emscripten calls the workers of its threads. */
const THREAD = 'em-pthread';

/** Constructors that do so already. */
const reviving = new WeakSet<object>();

/**
 * Makes a thread of the runtime anew where it does not come up: Firefox loses one now and then while the processor is busy, and the
 * runtime waits for all of its threads without end. A later call changes nothing.
 */
export function reviveThreads(): void {
  if (typeof Worker === 'undefined' || reviving.has(Worker)) return;
  globalThis.Worker = new Proxy(Worker, {
    construct: (Plain, [url, options]: [string | URL, WorkerOptions?]) =>
      options?.name?.startsWith(THREAD) ? new Thread(Plain, url, options) : new Plain(url, options),
  });
  reviving.add(Worker);
}

/** A worker as the runtime uses it. Until it has answered, another one may take its place. */
class Thread {
  onmessage: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  readonly #make: () => Worker;
  #worker: Worker;
  /** What was posted since the start; undefined once that is not needed any more. */
  #unanswered: unknown[] | undefined = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #patience = PATIENCE_MS;

  constructor(Plain: typeof Worker, url: string | URL, options: WorkerOptions) {
    this.#make = () => {
      const worker = new Plain(url, options);
      worker.onmessage = (event) => {
        this.#settle();
        this.onmessage?.(event);
      };
      worker.onerror = (event) => this.onerror?.(event);
      return worker;
    };
    this.#worker = this.#make();
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    // What is transferred is gone from here, and can't be posted again.
    if (transfer.length > 0) this.#settle();
    this.#unanswered?.push(message);
    if (this.#unanswered) this.#timer ??= setTimeout(() => this.#replace(), this.#patience);
    this.#worker.postMessage(message, transfer);
  }

  terminate(): void {
    this.#settle();
    this.#worker.terminate();
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#unanswered = undefined;
  }

  #replace(): void {
    this.#worker.terminate();
    this.#worker = this.#make();
    for (const message of this.#unanswered ?? []) this.#worker.postMessage(message);
    this.#patience *= 2;
    if (this.#patience < PATIENCE_MS * 2 ** MOST) this.#timer = setTimeout(() => this.#replace(), this.#patience);
  }
}
