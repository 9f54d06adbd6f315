import { CutoutError, failureOf } from '../../shared/errors.ts';
import { rasterize } from '../../shared/web/rasterize.ts';
import { type Calls, createCalls } from '../common/calls/create-calls.ts';
import type { Backdrop } from '../contracts/messages.ts';
import type { Place } from '../editor/matte/people.ts';
import type { Finishing } from '../editor/work/tasks.ts';

/** One person of a cutout: a place of theirs, in its pixels, and a small picture of them. */
export interface Person {
  readonly at: Place;
  readonly thumbnail: Blob;
}

/** What the compositing worker makes of cutouts; all pictures are PNGs, where nothing else is asked for. */
export interface Composing {
  /** The cutout over something, at its own size. */
  compose(request: { readonly cutout: Blob; readonly backdrop: Backdrop }): Blob;
  /** Who can be told apart, from left to right. */
  people(request: { readonly cutout: Blob }): readonly Person[];
  /** One person alone, at the size of the whole. */
  person(request: { readonly cutout: Blob; readonly at: Place }): { readonly cutout: Blob; readonly matte: Blob };
  /** Everybody with a white outline and a shadow, cropped to them. */
  sticker(request: { readonly cutout: Blob }): Blob;
  /** What is saved. @param request.shape the bare cutout, where the picture lies on a background. */
  finish(request: { readonly picture: Blob; readonly shape?: Blob; readonly finishing: Finishing }): Blob;
}

/**
 * Runs a task of the compositing worker, which lives as long as that takes: what the networks are doing does not delay it.
 *
 * @throws CutoutError what `decode` throws of a picture; `aborted`.
 */
export async function inComposer<Result>(
  task: (call: Calls<Composing>['call']) => Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  signal.throwIfAborted();
  const { call, end } = createCalls<Composing>({
    script: 'engine/compose-worker.js',
    failureOf,
    died: (message) =>
      new CutoutError('engine-failed', `The cutout could not be composed (${message}); try again.`, {
        facts: [message],
      }),
  });
  const stop = () => end(new CutoutError('aborted', 'Cancelled.'));
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await task(call);
  } finally {
    stop();
  }
}

/** Lays a cutout over a colour, a picture or its own background out of focus. @throws CutoutError as `inComposer`. */
export async function compose(cutout: Blob, backdrop: Backdrop, signal: AbortSignal): Promise<Blob> {
  const drawable = await pixels(backdrop);
  return inComposer((call) => call('compose', { cutout, backdrop: drawable }), signal);
}

/** A worker can't draw SVG, a document can. */
async function pixels(backdrop: Backdrop): Promise<Backdrop> {
  if (backdrop.kind === 'blur') return { ...backdrop, original: await rasterize(backdrop.original) };
  if (backdrop.kind === 'picture') return { ...backdrop, picture: await rasterize(backdrop.picture) };
  return backdrop;
}
