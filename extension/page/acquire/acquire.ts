import { CutoutError } from '../../../shared/errors.ts';
import { t } from '../../common/words/words.ts';
import type { Target } from '../find/kinds.ts';
import { fromCanvas, fromVideo } from './drawn.ts';
import { asExtension, asPage } from './fetched.ts';
import { asShown } from './shown.ts';
import type { Acquired, Way } from './way.ts';

/** How the pixels of each kind are had, in order of preference. */
const WAYS: { readonly [Kind in Target['kind']]: readonly Way<Extract<Target, { kind: Kind }>>[] } = {
  img: [asPage, asShown, asExtension],
  input: [asPage, asExtension],
  'svg-image': [asPage, asExtension],
  background: [asPage, asExtension],
  poster: [asPage, asExtension],
  canvas: [fromCanvas],
  video: [fromVideo],
  frame: [],
  unseen: [asPage, asExtension],
};

/**
 * Gets the bytes of a picture of the page.
 *
 * @throws CutoutError the last way's refusal: `permission-needed` while the picture's host is not granted, `http-status`,
 *   `unreachable`, `timeout`, `too-large`, `picture-unreadable`; what `signal` throws when aborted.
 */
export async function acquire(target: Target, signal: AbortSignal): Promise<Acquired> {
  let refusal: unknown;
  for (const way of WAYS[target.kind] as readonly Way<Target>[]) {
    try {
      const acquired = await way(target, signal, refusal);
      signal.throwIfAborted();
      if (acquired) return acquired;
    } catch (thrown) {
      signal.throwIfAborted();
      refusal = thrown;
    }
  }
  throw refusal ?? new CutoutError('picture-unreadable', t('frameClosed'));
}
