import { CutoutError, failureOf } from '../../shared/errors.ts';
import { rasterize } from '../../shared/web/rasterize.ts';
import { createCalls } from '../common/calls/create-calls.ts';
import type { Backdrop } from '../contracts/messages.ts';

/** What the compositing worker does. */
export interface Composing {
  compose(request: { readonly cutout: Blob; readonly backdrop: Backdrop }): Blob;
}

/**
 * Lays a cutout over a colour, a picture or its own background out of focus, in a worker that lives as long as that
 * takes: what the networks are doing does not delay it.
 *
 * @returns a PNG of the cutout's size.
 * @throws CutoutError what `decode` throws of a picture; `aborted`.
 */
export async function compose(cutout: Blob, backdrop: Backdrop, signal: AbortSignal): Promise<Blob> {
  const drawable = await pixels(backdrop);
  signal.throwIfAborted();
  const { call, end } = createCalls<Composing>({
    script: 'engine/compose-worker.js',
    failureOf,
    died: (message) =>
      new CutoutError('engine-failed', `The background could not be laid under it (${message}); try again.`, {
        facts: [message],
      }),
  });
  const stop = () => end(new CutoutError('aborted', 'Cancelled.'));
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await call('compose', { cutout, backdrop: drawable });
  } finally {
    stop();
  }
}

/** A worker can't draw SVG, a document can. */
async function pixels(backdrop: Backdrop): Promise<Backdrop> {
  if (backdrop.kind === 'blur') return { ...backdrop, original: await rasterize(backdrop.original) };
  if (backdrop.kind === 'picture') return { ...backdrop, picture: await rasterize(backdrop.picture) };
  return backdrop;
}
