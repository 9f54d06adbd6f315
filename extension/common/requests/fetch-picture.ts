import { CutoutError } from '../../../shared/errors.ts';
import { Failure } from '../words/failure.ts';
import { t } from '../words/words.ts';

const TIME_LIMIT_MS = 30_000;

/** Whose name to use in a sentence about `url`. */
export const hostOf = (url: string): string => new URL(url).hostname || url.slice(0, url.indexOf(':') + 1);

/** A picture's bytes, and how they came. */
export interface Fetched {
  readonly picture: Blob;
  /** The address that answered in the end, after all redirects. */
  readonly from: string;
  readonly redirected: boolean;
  /** Whose pages may read it, by its `Access-Control-Allow-Origin`; null where that is nobody, or not told. */
  readonly sharedWith: string | null;
}

/**
 * Fetches a picture.
 *
 * @throws CutoutError `http-status`, `timeout` or `unreachable`; what `signal` throws when aborted.
 */
export async function fetchPicture(url: string, init: RequestInit = {}, signal?: AbortSignal): Promise<Fetched> {
  const limit = AbortSignal.timeout(TIME_LIMIT_MS);
  try {
    const response = await fetch(url, { ...init, signal: signal ? AbortSignal.any([signal, limit]) : limit });
    if (!response.ok) throw refusal(url, response.status);
    const { redirected, url: from, headers } = response;
    const sharedWith = headers.get('access-control-allow-origin');
    return { picture: await response.blob(), from: from || url, redirected, sharedWith };
  } catch (thrown) {
    signal?.throwIfAborted();
    if (thrown instanceof CutoutError) throw thrown;
    if (limit.aborted) throw new Failure('timeout', t('pictureTimeout', hostOf(url)));
    throw new Failure('unreachable', t('pictureUnreachable', hostOf(url)), { cause: thrown });
  }
}

/** True where what is at `url` is at another address now, which need not be one that may be read. */
export async function leadsOn(url: string, init: RequestInit): Promise<boolean> {
  const signal = AbortSignal.timeout(TIME_LIMIT_MS);
  const response = await fetch(url, { ...init, redirect: 'manual', signal }).catch(() => undefined);
  return response?.type === 'opaqueredirect';
}

const refusal = (url: string, status: number): CutoutError => {
  const sentence =
    status === 404 || status === 410
      ? 'pictureNotFound'
      : status === 401 || status === 403
        ? 'pictureRefused'
        : 'pictureStatus';
  return new Failure('http-status', t(sentence, hostOf(url), String(status)));
};
