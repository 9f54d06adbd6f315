import { CutoutError } from '../../shared/errors.ts';
import { fetchPicture, hostOf } from '../common/fetch-picture.ts';
import { t } from '../common/words.ts';
import { hasHost } from './permission.ts';

/**
 * Fetches a picture that its page can't read itself: first as anybody would; only where that is refused with the
 * person's own cookies, and then the result is `secret`.
 *
 * @throws CutoutError `permission-needed` while the picture's host is not granted; else as `fetchPicture`.
 */
export async function fetchForPage(url: string): Promise<{ picture: Blob; secret: boolean }> {
  if (!(await hasHost(url))) throw new CutoutError('permission-needed', t('permissionNeeded', hostOf(url)));
  try {
    const picture = await fetchPicture(url, { credentials: 'omit' });
    if (!picture.type.startsWith('text/html')) return { picture, secret: false };
  } catch (thrown) {
    if (!(thrown instanceof CutoutError) || thrown.code !== 'http-status') throw thrown;
  }
  return { picture: await fetchPicture(url, { credentials: 'include' }), secret: true };
}
