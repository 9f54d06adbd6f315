import { CutoutError } from '../../../shared/errors.ts';
import { ask } from '../../common/requests/ask.ts';
import { fetchPicture } from '../../common/requests/fetch-picture.ts';
import { Failure } from '../../common/words/failure.ts';
import { t } from '../../common/words/words.ts';
import type { Source } from './source.ts';

type Fetchable = { readonly url?: string; readonly anonymous?: true };

/** Fetches as the page: its own site's pictures, those with CORS, `data:` and `blob:`. */
export const fetchAsPage: Source<Fetchable> = async ({ url }, signal) =>
  url ? { picture: (await fetchPicture(url, {}, signal)).picture, secret: false } : undefined;

/** Fetches as the extension, through the background. */
export const fetchAsExtension: Source<Fetchable> = async ({ url, anonymous }, _signal, refusal) => {
  if (!url) return undefined;
  if (!/^https?:/i.test(url)) {
    throw new Failure('picture-unreadable', t('pictureUnreadable', url.slice(0, url.indexOf(':') + 1)));
  }
  // What a site refuses to its own page it does not give to us.
  const own = new URL(url).origin === location.origin;
  if (own && refusal instanceof CutoutError && refusal.code === 'http-status') throw refusal;
  const { picture, secret } = await ask({ kind: 'picture/fetch', url, ...(anonymous && { anonymous }) });
  return { picture, secret };
};
