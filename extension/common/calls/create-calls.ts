import type { CutoutError, ErrorReport } from '../../../shared/errors.ts';
import { browser } from '../browser/browser.ts';

/** Tasks of a worker, by name; each takes one request. */
// biome-ignore lint/suspicious/noExplicitAny: a request may be anything that can be cloned.
export type Tasks<Of> = { [Name in keyof Of]: (request: any) => unknown };

/** What a worker is sent. */
export type Call<Of extends Tasks<Of>> = {
  [Name in keyof Of]: { readonly id: number; readonly name: Name; readonly request: Parameters<Of[Name]>[0] };
}[keyof Of];

/** What it answers. */
export type Answer =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: ErrorReport };

/** A worker as its callers see it. */
export interface Calls<Of extends Tasks<Of>> {
  /** Has the worker do a task. The buffers in `transfer` move there. */
  call<Name extends keyof Of>(
    name: Name,
    request: Parameters<Of[Name]>[0],
    transfer?: readonly ArrayBuffer[],
  ): Promise<ReturnType<Of[Name]>>;
  /** Ends the worker. Calls without an answer are rejected with `reason`, and the next call starts another worker. */
  end(reason: CutoutError): void;
}

export interface CallsOptions {
  /** The worker's script, as a path in the extension. */
  readonly script: string;
  /** The error that a worker's report tells of. */
  failureOf(report: ErrorReport): CutoutError;
  /** What to say where the worker dies; calls without an answer are rejected with it. */
  died(message: string): CutoutError;
}

interface Waiting {
  resolve(result: never): void;
  reject(error: CutoutError): void;
}

/** Calls tasks of a worker that `answerCalls`. The worker is started by the first call. */
export function createCalls<Of extends Tasks<Of>>({ script, failureOf, died }: CallsOptions): Calls<Of> {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let nextId = 1;

  const end = (reason: CutoutError) => {
    worker?.terminate();
    worker = undefined;
    for (const call of waiting.values()) call.reject(reason);
    waiting.clear();
  };
  const start = (): Worker => {
    const started = new Worker(browser.runtime.getURL(script), { type: 'module' });
    started.onmessage = ({ data }: MessageEvent<Answer>) => {
      const call = waiting.get(data.id);
      waiting.delete(data.id);
      if ('error' in data) call?.reject(failureOf(data.error));
      else call?.resolve(data.result as never);
    };
    started.onerror = ({ message }) => end(died(message));
    return started;
  };

  return {
    call: (name, request, transfer = []) =>
      new Promise((resolve, reject) => {
        worker ??= start();
        const id = nextId++;
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, name, request }, [...transfer]);
      }),
    end,
  };
}
