import { CutoutError, type CutoutErrorCode } from '../../../shared/errors.ts';
import { Failure } from '../../common/words/failure.ts';
import { t } from '../../common/words/words.ts';
import type { Target } from '../find/kinds.ts';
import { fetchAsExtension, fetchAsPage } from './fetch-bytes.ts';
import { readCanvas, readVideoFrame } from './read-canvas.ts';
import { readImage } from './read-image.ts';
import type { Acquired, Source } from './source.ts';

/** Where the pixels of each kind come from, with the page's own rights, in order of preference. */
const SOURCES: { readonly [Kind in Target['kind']]: readonly Source<Extract<Target, { kind: Kind }>>[] } = {
  img: [fetchAsPage, readImage],
  input: [fetchAsPage],
  'svg-image': [fetchAsPage],
  background: [fetchAsPage],
  poster: [fetchAsPage],
  canvas: [readCanvas],
  video: [readVideoFrame],
  frame: [],
  unseen: [fetchAsPage],
};

/** After these no other source is asked: it was waited for long enough, or nothing that is got can be cut out any more. */
const LAST: ReadonlySet<CutoutErrorCode> = new Set(['timeout', 'extension-gone']);

/**
 * Gets the bytes of a picture of the page. Those of the page's own site are fetched as the page, then as the extension. For another
 * site's picture the extension goes first: a fetch that the page may not make would leave an error in its console.
 *
 * @throws CutoutError the refusal that says most: `permission-needed` or `all-hosts-needed` while a host is not granted,
 *   `http-status`, `unreachable`, `timeout`, `too-large`, `picture-unreadable`; what `signal` throws when aborted.
 */
export async function acquire(target: Target, signal: AbortSignal): Promise<Acquired> {
  const ownSources = SOURCES[target.kind] as readonly Source<Target>[];
  const isFetchable = ownSources.includes(fetchAsPage);
  const isForeign = isFetchable && isOfAnotherSite(target.url);
  const sources = isForeign
    ? [fetchAsExtension, ...ownSources]
    : isFetchable
      ? [...ownSources, fetchAsExtension]
      : ownSources;
  const refusals: unknown[] = [];
  for (const source of sources) {
    try {
      const acquired = await orAborted(source(target, signal, refusals.at(-1)), signal);
      signal.throwIfAborted();
      if (acquired) return acquired;
    } catch (thrown) {
      signal.throwIfAborted();
      refusals.push(thrown);
      if (thrown instanceof CutoutError && LAST.has(thrown.code)) break;
    }
  }
  throw refusals.at(isForeign ? 0 : -1) ?? new Failure('picture-unreadable', t('frameClosed'));
}

/** Settles as `work` does, or at once when `signal` is aborted: what the background was asked for can't be taken back. */
const orAborted = <Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> =>
  new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });

/** Pictures that the page shares an origin with, `data:` and its own `blob:` ones included, are its own. */
const isOfAnotherSite = (url: string | undefined): boolean =>
  url !== undefined && /^https?:/i.test(url) && new URL(url).origin !== location.origin;
