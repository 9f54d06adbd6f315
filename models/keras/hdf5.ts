import { once } from 'node:events';
import { setTimeout as after } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

/** A dense array as Keras has it. */
export interface Weights {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** What an HDF5 file holds of use, by paths without a slash at either end; the root's is empty. */
export interface Hdf5 {
  /** Attributes of groups that are texts or lists of texts. */
  readonly attributes: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
  readonly datasets: Readonly<Record<string, Weights>>;
}

type Answer = { found: Hdf5 } | { error: string; broken: boolean } | { missing: true };

/** The default limit for one file. */
const TIME_LIMIT_MS = 60_000;

let thread: Worker | undefined;

function takeThread(): Worker {
  if (!thread) {
    // HDF5's own words of what is wrong go nowhere: they name functions of its source.
    thread = new Worker(new URL('./hdf5-thread.mjs', import.meta.url), { stderr: true, stdout: true });
    thread.unref();
  }
  return thread;
}

function leaveThread(): void {
  thread?.terminate();
  thread = undefined;
}

async function answerTo(bytes: Uint8Array, limit: number): Promise<Answer> {
  const worker = takeThread();
  const ending = new AbortController();
  const { signal } = ending;
  worker.ref();
  try {
    worker.postMessage(bytes.slice());
    return await Promise.race([
      once(worker, 'message', { signal }).then(([answer]) => answer as Answer),
      once(worker, 'exit', { signal }).then((): Answer => ({ error: 'it ends its reader.', broken: true })),
      after(limit, { error: 'reading it takes too long.', broken: true }, { signal }),
    ]);
  } catch (thrown) {
    return { error: (thrown as Error).message, broken: true };
  } finally {
    ending.abort();
    worker.unref();
  }
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Reads an HDF5 file, one at a time.
 *
 * @param limit in milliseconds.
 * @throws Error in words where it is damaged, claims more than it can hold, or takes too long.
 */
export function readHdf5(bytes: Uint8Array, limit = TIME_LIMIT_MS): Promise<Hdf5> {
  const turn = last.then(() => answerTo(bytes, limit));
  last = turn;
  return turn.then((answer) => {
    if ('found' in answer) return answer.found;
    if ('missing' in answer) throw new Error('Keras files are read by h5wasm, which is not installed: npm i h5wasm.');
    if (answer.broken) leaveThread();
    throw new Error(`The HDF5 file is damaged: ${answer.error}`);
  });
}
