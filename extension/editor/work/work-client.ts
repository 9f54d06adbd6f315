import type { CutoutError } from '../../../shared/errors.ts';
import { browser } from '../../common/browser/browser.ts';
import { Failure, reportInWords } from '../../common/words/failure.ts';
import { t } from '../../common/words/words.ts';
import type { FromWorker, ToWorker, Work } from './tasks.ts';

/** The editor's work off the main thread; `transfer` names the buffers that move there. */
export type Worked = <Name extends keyof Work>(
  name: Name,
  request: Parameters<Work[Name]>[0],
  transfer?: readonly ArrayBuffer[],
) => Promise<ReturnType<Work[Name]>>;

interface Waiting {
  resolve(result: never): void;
  reject(error: CutoutError): void;
}

/** Starts the worker with the first task; one that dies ends its tasks, and the next task starts another. */
export function createWork(): Worked {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let nextId = 1;

  const start = (): Worker => {
    const started = new Worker(browser.runtime.getURL('editor/worker.js'), { type: 'module' });
    started.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      const task = waiting.get(data.id);
      waiting.delete(data.id);
      if ('error' in data) task?.reject(reportInWords(data.error));
      else task?.resolve(data.result as never);
    };
    started.onerror = () => {
      started.terminate();
      worker = undefined;
      for (const task of waiting.values()) task.reject(new Failure('engine-failed', t('engineGone')));
      waiting.clear();
    };
    return started;
  };

  return (name, request, transfer = []) =>
    new Promise((resolve, reject) => {
      worker ??= start();
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, name, request } as ToWorker, [...transfer]);
    });
}
