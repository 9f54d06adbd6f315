import { CutoutError, type CutoutErrorCode } from '../../../shared/errors.ts';
import { isPrivate } from '../../../shared/private-host.ts';
import type { Runtime } from '../../common/browser/browser.ts';
import { byHttps } from '../../common/browser/hosts.ts';
import { type Fetched, fetchPicture, hostOf, leadsOn } from '../../common/requests/fetch-picture.ts';
import { readSettings } from '../../common/storage/settings.ts';
import { Failure } from '../../common/words/failure.ts';
import { t } from '../../common/words/words.ts';
import type { BackgroundRequest } from '../../contracts/messages.ts';
import { hasEveryHost, hasHost } from './permission.ts';
import { withReferer } from './referer.ts';
import { requirePicture } from './require-picture.ts';

interface ForPage {
  readonly picture: Blob;
  /** The page must not come to read it. */
  readonly secret: boolean;
}

/**
 * Fetches a picture that its page can't read itself: first as anybody would; where that is refused as coming from the
 * page that shows it; and only where that is refused, too, with the person's own cookies, unless it is `anonymous`.
 *
 * @throws CutoutError `permission-needed` while the picture's host is not granted as it is needed, `all-hosts-needed` where that leads on to one that
 *   isn't; else as `fetchPicture` and `requirePicture`.
 */
export async function fetchForPage(
  { url, anonymous }: Pick<Extract<BackgroundRequest, { kind: 'picture/fetch' }>, 'url' | 'anonymous'>,
  page: Runtime.MessageSender,
): Promise<ForPage> {
  if (!(await hasHost(url))) throw new Failure('permission-needed', t('permissionNeeded', hostOf(url)));
  const openly = async (): Promise<ForPage | undefined> => {
    const fetched = await asAnybody(url);
    return fetched && { picture: fetched.picture, secret: await isSecret(url, fetched, originOf(page)) };
  };
  const inTheEnd = async (): Promise<ForPage> => {
    // Not kept: a later request without cookies must not be answered with it.
    const { picture } = await fetchOrAsk(url, { credentials: anonymous ? 'omit' : 'include', cache: 'no-store' });
    return { picture, secret: true };
  };
  const referer = refererOf(page, url);
  const fetched =
    (await openly()) ??
    (await (referer ? withReferer(url, referer, async () => (await openly()) ?? inTheEnd()) : inTheEnd()));
  await requirePicture(fetched.picture);
  return fetched;
}

/** Fetches. Where a granted host leads on to one that is not, browsers say no more than that it failed. */
async function fetchOrAsk(url: string, init: RequestInit): Promise<Fetched> {
  try {
    return await fetchPicture(url, init);
  } catch (thrown) {
    const mayBe = thrown instanceof CutoutError && thrown.code === 'unreachable' && !(await hasEveryHost());
    if (!mayBe || !(await leadsOn(url, init))) throw thrown;
    // A host that was allowed by http alone may lead on to itself.
    if (!(await hasHost(byHttps(url)))) throw new Failure('permission-needed', t('permissionNeeded', hostOf(url)));
    throw new Failure('all-hosts-needed', t('pictureElsewhere', hostOf(url)), { cause: thrown });
  }
}

/** Refusals of whoever comes without the page's referer or without cookies; a login is often on another host. */
const FOR_ANYBODY: ReadonlySet<CutoutErrorCode> = new Set(['http-status', 'all-hosts-needed']);

/** What anybody gets; undefined where that is a refusal, or a page in the picture's place. */
async function asAnybody(url: string): Promise<Fetched | undefined> {
  try {
    const fetched = await fetchOrAsk(url, { credentials: 'omit' });
    return fetched.picture.type.startsWith('text/html') ? undefined : fetched;
  } catch (thrown) {
    if (thrown instanceof CutoutError && FOR_ANYBODY.has(thrown.code)) return undefined;
    throw thrown;
  }
}

/**
 * Whether the page must not come to read what was got without cookies: what a private host gave, asked first or answering
 * in the end, and by the person's wish what any host gave. What the page can read by itself, from its own origin or
 * because its host shares it by CORS, stays readable.
 */
async function isSecret(url: string, { from, redirected, sharedWith }: Fetched, page: string): Promise<boolean> {
  const isReadable = new URL(url).origin === page || sharedWith === '*' || sharedWith === page;
  if (isReadable && !redirected) return false;
  return isPrivate(new URL(url)) || isPrivate(new URL(from)) || (await readSettings()).sealOthers;
}

/** Only Chrome names the origin, which a sandboxed frame has not got from its address. */
const originOf = ({ url, origin }: Runtime.MessageSender & { origin?: string }): string =>
  origin ?? new URL(url ?? 'about:blank').origin;

/** As much of the page's address as its own requests for pictures carry (Referrer Policy, the default). */
function refererOf({ url: page }: Runtime.MessageSender, url: string): string | undefined {
  const { origin, protocol } = new URL(page ?? 'about:blank');
  const isDowngrade = protocol === 'https:' && !url.startsWith('https:');
  return /^https?:$/.test(protocol) && !isDowngrade ? `${origin}/` : undefined;
}
