import type { Runner } from '../../inference/runner.ts';
import { withinTime } from '../../inference/time-limit.ts';
import { type Signal, unlessAborted } from '../../signal.ts';
import type { FromOwn, Opening, ToOwn } from './protocol.ts';

/**
 * Opens a network of one's own in a worker of its own. What fails, does not answer in time or is aborted ends that worker, and the
 * runner with it.
 *
 * @param workerUrl the bundle of `worker.ts`.
 * @throws Overdue, or Error in the words of the worker.
 */
export async function openOwn(workerUrl: string, opening: Opening, timeLimitMs: number): Promise<Runner> {
  const worker = new Worker(workerUrl, { type: 'module', name: 'matteo-own' });
  const ask = async <Type extends FromOwn['type']>(
    message: ToOwn,
    signal?: Signal,
  ): Promise<Extract<FromOwn, { type: Type }>> => {
    try {
      const said = await withinTime(unlessAborted(exchange(worker, message), signal), timeLimitMs);
      if (said.type === 'failed') throw new Error(said.reason);
      return said as Extract<FromOwn, { type: Type }>;
    } catch (thrown) {
      worker.terminate();
      throw thrown;
    }
  };
  await ask<'opened'>({ type: 'open', ...opening });
  return {
    run: async (input, masks, signal) =>
      (await ask<'answer'>({ type: 'run', input, ...(masks && { masks }) }, signal)).answer,
    dispose: async () => worker.terminate(),
  };
}

/** One question and its answer. */
const exchange = (worker: Worker, message: ToOwn): Promise<FromOwn> =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FromOwn>) => resolve(data);
    worker.onerror = (event) => {
      // Or it would go on to the engine's worker, and end that with all its jobs.
      event.preventDefault();
      reject(new Error(event.message || 'its worker could not be started'));
    };
    worker.postMessage(message);
  });
