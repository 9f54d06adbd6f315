import { Worker } from 'node:worker_threads';
import { CutoutError, failureOf } from '../../shared/errors.ts';
import type { Answer, Done, Job, Setting } from './job.ts';

/** Threads that cut out pictures, each one at a time. */
export interface Pool {
  /** @throws CutoutError what the thread's work threw, or `engine-failed` where the thread itself ended. */
  run(job: Job): Promise<Done>;
  close(): Promise<void>;
}

/**
 * At most `size` threads; each starts when it has something to do, so that none is waited for that isn't needed.
 *
 * @param setting brings what all threads share.
 * @param isPatient whether that is tried again for the next picture where it failed. Each try may take long.
 */
export function createPool(size: number, setting: () => Promise<Setting>, isPatient = false): Pool {
  const free: Worker[] = [];
  const all = new Set<Worker>();
  const waiting: ((worker: Worker | Promise<Worker>) => void)[] = [];
  let started = 0;
  let data: Promise<Setting> | undefined;

  const start = async (): Promise<Worker> => {
    try {
      data ??= setting().catch((thrown) => {
        if (isPatient) data = undefined;
        throw thrown;
      });
      const workerData = await data;
      // Its library must stay in memory until the last thread has ended, so this thread has it first.
      await import('sharp');
      const worker = new Worker(new URL('./thread.mjs', import.meta.url), { workerData });
      all.add(worker);
      // One that fails is told to whoever waits for its answer; with nobody listening it would end the command.
      worker.on('error', () => {});
      worker.on('exit', () => lose(worker));
      return worker;
    } catch (thrown) {
      started--;
      serveNext();
      throw thrown;
    }
  };

  const take = async (): Promise<Worker> => {
    const idle = free.pop();
    if (idle) return idle;
    if (started < size) {
      started++;
      return start();
    }
    return new Promise((ready) => waiting.push(ready));
  };

  const giveBack = (worker: Worker): void => {
    const next = waiting.shift();
    if (next) next(worker);
    else if (all.has(worker)) free.push(worker);
  };

  /** Starts a thread for whoever waits longest; that one is told where none can be started. */
  const serveNext = (): void => waiting.shift()?.(take());

  /** A thread that ended, also an idle one, is given to nobody, and replaced where somebody waits for one. */
  const lose = (worker: Worker): void => {
    if (!all.delete(worker)) return;
    const idle = free.indexOf(worker);
    if (idle >= 0) free.splice(idle, 1);
    started--;
    serveNext();
  };

  return {
    async run(job) {
      const worker = await take();
      const answer = await new Promise<Answer>((resolve, reject) => {
        const listeners = {
          message: (told: Answer) => end(() => resolve(told)),
          error: (thrown: Error) => end(() => reject(thrown)),
          exit: (status: number) => end(() => reject(new Error(`the thread ended with ${status}`))),
        };
        const end = (then: () => void) => {
          for (const [name, listener] of Object.entries(listeners)) worker.off(name, listener);
          then();
        };
        for (const [name, listener] of Object.entries(listeners)) worker.on(name, listener);
        worker.postMessage(job, [job.bytes.buffer]);
      }).catch((cause: Error) => {
        lose(worker);
        worker.terminate();
        throw new CutoutError('engine-failed', `Something went wrong while cutting out: ${cause.message}`, {
          cause,
          facts: [cause.message],
        });
      });
      giveBack(worker);
      if ('error' in answer) throw failureOf(answer.error);
      return answer.done;
    },
    async close() {
      const threads = [...all];
      all.clear();
      await Promise.all(threads.map((worker) => worker.terminate()));
    },
  };
}
