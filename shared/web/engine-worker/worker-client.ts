import { CutoutError, failureOf } from '../../errors.ts';
import type { Size } from '../../image/geometry.ts';
import type { Outcome } from '../own/protocol.ts';
import { drawSvg } from '../rasterize.ts';
import type { EngineSettings } from '../web-engine.ts';
import type { CutoutAnswer, CutoutClient, CutoutWatch, EngineStatus } from './client.ts';
import type { FromWorker, ToWorker } from './protocol.ts';

/** Where the engine worker and its files are. */
export interface WorkerClientOptions
  extends Omit<EngineSettings, 'ortBuilds'>,
    Partial<Pick<EngineSettings, 'ortBuilds'>> {
  /** The engine worker's script (the bundle of `worker.ts`). */
  readonly workerUrl: string | URL;
  /** What is told where the script can't be started, in a sentence's middle. */
  readonly unstarted?: string;
}

/** A runtime that has not started by then never will: a lost download, a thread that did not come up. */
const START_LIMIT_MS = 120_000;

/** What a question comes to. */
type Answered = CutoutAnswer | EngineStatus | readonly Outcome[];

interface Waiting {
  readonly watch: CutoutWatch;
  /** The same question with its picture drawn. */
  readonly drawn?: ((size: Size) => Promise<ToWorker>) | undefined;
  resolve(value: Answered): void;
  reject(reason: CutoutError): void;
}

/** The cutout in a web worker of this document; the worker is started on first use. */
export function createWorkerClient(options: WorkerClientOptions): CutoutClient {
  const { workerUrl, unstarted = 'it could not be started', ...rest } = options;
  const settings: EngineSettings = { ortBuilds: ['jspi', 'wasm'], ...rest };
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let nextId = 1;
  let startLimit: ReturnType<typeof setTimeout> | undefined;

  const end = (error: CutoutError) => {
    clearTimeout(startLimit);
    worker?.terminate();
    worker = undefined;
    for (const job of waiting.values()) job.reject(error);
    waiting.clear();
  };

  const start = (): Worker => {
    const started = new Worker(workerUrl, { type: 'module', name: 'matteo-engine' });
    started.onmessage = ({ data }: MessageEvent<FromWorker>) => receive(data);
    started.onerror = (event) => {
      const message = event.message || unstarted;
      end(new CutoutError('engine-failed', `The engine stopped (${message}); try again.`, { facts: [message] }));
    };
    started.postMessage({ type: 'configure', settings } satisfies ToWorker);
    startLimit = setTimeout(() => {
      end(new CutoutError('timeout', 'The engine did not start in two minutes; check the connection and try again.'));
    }, START_LIMIT_MS);
    return started;
  };

  const receive = (message: FromWorker) => {
    if (message.type !== 'progress' && message.type !== 'draw') clearTimeout(startLimit);
    if (message.type === 'started') return;
    const job = waiting.get(message.id);
    if (!job) return;
    if (message.type === 'progress') job.watch.onProgress?.(message.stage, message.fraction);
    else if (message.type === 'preview') job.watch.onPreview?.(message.preview);
    else if (message.type === 'draw') void draw(message.id, job, message.size);
    else {
      waiting.delete(message.id);
      if (message.type === 'failed') job.reject(failureOf(message.report));
      else if (message.type === 'tried') job.resolve(message.outcomes);
      else job.resolve(message.type === 'done' ? message.answer : message.status);
    }
  };

  const draw = async (id: number, { drawn, reject }: Waiting, size: Size): Promise<void> => {
    try {
      const message = await drawn!(size);
      // It may have been cancelled meanwhile.
      if (waiting.has(id)) worker?.postMessage(message);
    } catch (thrown) {
      waiting.delete(id);
      reject(thrown as CutoutError);
    }
  };

  const send = <Result extends Answered>(
    message: (id: number) => ToWorker,
    watch: CutoutWatch = {},
    drawn?: (id: number, size: Size) => Promise<ToWorker>,
  ): Promise<Result> => {
    let cancel = () => {};
    return new Promise<Answered>((resolve, reject) => {
      worker ??= start();
      const id = nextId++;
      const again = drawn && ((size: Size) => drawn(id, size));
      waiting.set(id, { watch, drawn: again, resolve, reject });
      worker.postMessage(message(id));
      cancel = () => {
        if (!waiting.delete(id)) return;
        worker?.postMessage({ type: 'cancel', id } satisfies ToWorker);
        reject(new CutoutError('aborted', 'Cancelled.'));
      };
      watch.signal?.addEventListener('abort', cancel);
    }).finally(() => watch.signal?.removeEventListener('abort', cancel)) as Promise<Result>;
  };

  return {
    start(choice = {}) {
      if (worker) return;
      worker = start();
      worker.postMessage({ type: 'start', choice } satisfies ToWorker);
    },
    async cutOut(request, watch) {
      if (watch?.signal?.aborted) throw new CutoutError('aborted', 'Cancelled.');
      const preview = watch?.onPreview !== undefined;
      const job = (id: number, picture: Blob): ToWorker => ({
        type: 'job',
        id,
        request: { ...request, picture },
        preview,
      });
      return send(
        (id) => job(id, request.picture),
        watch,
        async (id, size) => job(id, await drawSvg(request.picture, size)),
      );
    },
    warmUp: (choice = {}, watch) => send((id) => ({ type: 'warm-up', id, choice }), watch),
    tryOwn: (own) => send((id) => ({ type: 'try', id, own })),
    dispose: () => end(new CutoutError('aborted', 'The engine was closed.')),
  };
}
