import { CutoutError, type ErrorReport, failureOf } from '../../shared/errors.ts';
import { rasterize } from '../../shared/web/decode.ts';
import { browser } from '../common/browser/browser.ts';
import type { Backdrop } from '../contracts/messages.ts';

/** What the compositing worker answers. */
export type Composed = { readonly picture: Blob } | { readonly error: ErrorReport };

/**
 * Lays a cutout over a colour, a picture or its own background out of focus, in a worker that lives as long as that
 * takes: what the networks are doing does not hold it up.
 *
 * @returns a PNG of the cutout's size.
 * @throws CutoutError what `decode` throws of a picture; `aborted`.
 */
export async function compose(cutout: Blob, backdrop: Backdrop, signal: AbortSignal): Promise<Blob> {
  const drawable = await pixels(backdrop);
  signal.throwIfAborted();
  const worker = new Worker(browser.runtime.getURL('engine/compose-worker.js'), { type: 'module' });
  try {
    return await new Promise<Blob>((resolve, reject) => {
      const stop = () => reject(new CutoutError('aborted', 'Cancelled.'));
      signal.addEventListener('abort', stop, { once: true });
      worker.onerror = ({ message }) =>
        reject(
          new CutoutError('engine-failed', `The background could not be laid under it (${message}); try again.`, {
            facts: [message],
          }),
        );
      worker.onmessage = ({ data }: MessageEvent<Composed>) => {
        if ('picture' in data) resolve(data.picture);
        else reject(failureOf(data.error));
      };
      worker.postMessage({ cutout, backdrop: drawable });
    });
  } finally {
    worker.terminate();
  }
}

/** A worker can't draw SVG, a document can. */
async function pixels(backdrop: Backdrop): Promise<Backdrop> {
  if (backdrop.kind === 'blur') return { ...backdrop, original: await rasterize(backdrop.original) };
  if (backdrop.kind === 'picture') return { ...backdrop, picture: await rasterize(backdrop.picture) };
  return backdrop;
}
