import { isNoBackend } from '../errors.ts';
import type { Tensor } from '../image/picture.ts';
import { inferFrom, type Job, limitedTo, OUTLINE_SIDE, type View } from './view.ts';

/**
 * MODNet's matte of a view, for its outlines; undefined unless the quality is fine and MODNet runs.
 *
 * @throws CutoutError from the engine, except that MODNet can't run; whatever the job's signal throws once aborted.
 */
export async function modnetOutlines(
  job: Job,
  view: View,
  part: readonly [number, number],
): Promise<Tensor | undefined> {
  const { engine, network, stages, maxInputPixels } = job;
  if (network !== 'portrait-s' || engine.backendOf(network) === 'remote') return undefined;
  try {
    if (!isFine(job)) return undefined;
    const waited = Date.now();
    await engine.prepare('modnet', stages.signal);
    stages.milliseconds.load = (stages.milliseconds.load ?? 0) + Date.now() - waited;
    // Opening MODNet may have ended the use of the GPU.
    if (!isFine(job)) return undefined;
    return await inferFrom(
      job,
      'modnet',
      view,
      limitedTo(view.picture, engine.inputOf('modnet').size, OUTLINE_SIDE, maxInputPixels),
      part,
    );
  } catch (thrown) {
    if (!isNoBackend(thrown)) throw thrown;
    return undefined;
  }
}

/** Whether MODNet draws the outlines: as requested, otherwise if both networks run on a GPU. */
function isFine({ engine, quality, network }: Job): boolean {
  if (quality) return quality === 'fine';
  return [network, 'modnet' as const].every((one) => engine.backendOf(one).startsWith('webgpu'));
}
