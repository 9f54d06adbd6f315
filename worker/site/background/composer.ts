import { CutoutError, failureOf } from '../../../shared/errors.ts';
import type { Backdrop } from '../../../shared/web/lay-over.ts';
import { rasterize } from '../../../shared/web/rasterize.ts';
import type { Composed, Composing } from './compose-worker.ts';

/**
 * Lays a cutout over a backdrop, in a worker of this document that is started on first use.
 *
 * @returns a PNG of the cutout's size; undefined where something else was asked for before this one's turn came.
 * @throws CutoutError what `layOver` throws; `engine-failed` where the worker ends.
 */
export type Compose = (cutout: Blob, backdrop: Backdrop) => Promise<Blob | undefined>;

/** @param workerUrl the bundle of `compose-worker.ts`. */
export function createComposer(workerUrl: string): Compose {
  let worker: Worker | undefined;
  let asked = 0;
  let last: Promise<unknown> = Promise.resolve();

  const ask = async (cutout: Blob, given: Backdrop): Promise<Blob> => {
    const backdrop = await drawable(given);
    worker ??= new Worker(workerUrl, { type: 'module', name: 'matteo-compose' });
    const running = worker;
    return new Promise((resolve, reject) => {
      running.onmessage = ({ data }: MessageEvent<Composed>) =>
        'picture' in data ? resolve(data.picture) : reject(failureOf(data.report));
      running.onerror = ({ message }) => {
        running.terminate();
        worker = undefined;
        const sentence = `The background could not be laid under it (${message}); try again.`;
        reject(new CutoutError('engine-failed', sentence, { facts: [message] }));
      };
      running.postMessage({ cutout, backdrop } satisfies Composing);
    });
  };

  return (cutout, backdrop) => {
    const turn = ++asked;
    const made = last.then(() => (turn === asked ? ask(cutout, backdrop) : undefined));
    last = made.catch(() => {});
    return made;
  };
}

/** A worker can't draw SVG, a document can. */
async function drawable(backdrop: Backdrop): Promise<Backdrop> {
  if (backdrop.kind === 'blur') return { ...backdrop, original: await rasterize(backdrop.original) };
  if (backdrop.kind === 'picture') return { ...backdrop, picture: await rasterize(backdrop.picture) };
  return backdrop;
}
