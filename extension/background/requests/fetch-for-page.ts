import { CutoutError } from '../../../shared/errors.ts';
import type { Runtime } from '../../common/browser/browser.ts';
import { fetchPicture, hostOf } from '../../common/requests/fetch-picture.ts';
import { t } from '../../common/words/words.ts';
import { hasHost } from './permission.ts';
import { withReferer } from './referer.ts';

interface Fetched {
  readonly picture: Blob;
  readonly secret: boolean;
}

/**
 * Fetches a picture that its page can't read itself: first as anybody would; where that is refused as coming from the
 * page that shows it; and only where that is refused, too, with the person's own cookies, and then the result is
 * `secret`.
 *
 * @throws CutoutError `permission-needed` while the picture's host is not granted; else as `fetchPicture`.
 */
export async function fetchForPage(url: string, page: Runtime.MessageSender): Promise<Fetched> {
  if (!(await hasHost(url))) throw new CutoutError('permission-needed', t('permissionNeeded', hostOf(url)));
  const referer = refererOf(page, url);
  const asSent = <Result>(act: () => Promise<Result>) => (referer ? withReferer(url, referer, act) : act());
  return (
    (await openly(() => fetchPicture(url, { credentials: 'omit' }))) ??
    (await asSent(
      async () =>
        (referer ? await openly(() => fetchPicture(url, { credentials: 'omit' })) : undefined) ?? {
          picture: await fetchPicture(url, { credentials: 'include' }),
          secret: true,
        },
    ))
  );
}

/** What anybody gets; undefined where that is a refusal, or a page in the picture's place. */
async function openly(fetching: () => Promise<Blob>): Promise<Fetched | undefined> {
  try {
    const picture = await fetching();
    return picture.type.startsWith('text/html') ? undefined : { picture, secret: false };
  } catch (thrown) {
    if (thrown instanceof CutoutError && thrown.code === 'http-status') return undefined;
    throw thrown;
  }
}

/** As much of the page's address as its own requests for pictures carry (Referrer Policy, the default). */
function refererOf({ url: page }: Runtime.MessageSender, url: string): string | undefined {
  const { origin, protocol } = new URL(page ?? 'about:blank');
  const isDowngrade = protocol === 'https:' && !url.startsWith('https:');
  return /^https?:$/.test(protocol) && !isDowngrade ? `${origin}/` : undefined;
}
