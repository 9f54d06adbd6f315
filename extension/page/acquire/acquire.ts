import { CutoutError } from '../../../shared/errors.ts';
import { Failure } from '../../common/words/failure.ts';
import { t } from '../../common/words/words.ts';
import type { Target } from '../find/kinds.ts';
import { fromCanvas, fromVideo } from './drawn.ts';
import { asExtension, asPage } from './fetched.ts';
import { asShown } from './shown.ts';
import type { Acquired, Way } from './way.ts';

/** How the pixels of each kind are had with the page's own rights, in order of preference. */
const WAYS: { readonly [Kind in Target['kind']]: readonly Way<Extract<Target, { kind: Kind }>>[] } = {
  img: [asPage, asShown],
  input: [asPage],
  'svg-image': [asPage],
  background: [asPage],
  poster: [asPage],
  canvas: [fromCanvas],
  video: [fromVideo],
  frame: [],
  unseen: [asPage],
};

/**
 * Gets the bytes of a picture of the page: one of the page's own site as the page itself, then as the extension. For
 * another site's the extension goes first where that site is allowed: what the page may not have, its console would tell.
 *
 * @throws CutoutError the refusal that says most: `permission-needed` while the picture's host is not granted,
 *   `http-status`, `unreachable`, `timeout`, `too-large`, `picture-unreadable`; what `signal` throws when aborted.
 */
export async function acquire(target: Target, signal: AbortSignal): Promise<Acquired> {
  const asThePage = WAYS[target.kind] as readonly Way<Target>[];
  const fetchable = asThePage.includes(asPage);
  const foreign = fetchable && isOfAnotherSite(target.url);
  const ways = foreign ? [asExtension, ...asThePage] : fetchable ? [...asThePage, asExtension] : asThePage;
  const refusals: unknown[] = [];
  for (const way of ways) {
    try {
      const acquired = await way(target, signal, refusals.at(-1));
      signal.throwIfAborted();
      if (acquired) return acquired;
    } catch (thrown) {
      signal.throwIfAborted();
      refusals.push(thrown);
      if (thrown instanceof CutoutError && thrown.code === 'timeout') break;
    }
  }
  throw refusals.at(foreign ? 0 : -1) ?? new Failure('picture-unreadable', t('frameClosed'));
}

/** Pictures that the page shares an origin with, `data:` and its own `blob:` ones included, are its own. */
const isOfAnotherSite = (url: string | undefined): boolean =>
  url !== undefined && /^https?:/i.test(url) && new URL(url).origin !== location.origin;
