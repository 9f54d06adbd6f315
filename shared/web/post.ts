import { hostOfOrigin, type RemoteAccess } from '../contracts/remote.ts';
import { CutoutError } from '../errors.ts';

const TIME_LIMIT_MS = 30_000;
const MAX_ANSWER_BYTES = 8_000_000;
/** A server that is busy is asked again this often, when it wants no longer a wait than this. */
const RETRIES = 2;
const PATIENCE_S = 10;

/**
 * Posts a PNG and reads the PNG that comes back, with its headers; asks again, after the wait the server wants, where that is short.
 *
 * @throws CutoutError `unreachable`, `http-status` or `timeout`; what `signal` throws when aborted.
 */
export async function post(
  url: URL,
  body: Uint8Array<ArrayBuffer>,
  { address, token }: RemoteAccess,
  signal: AbortSignal,
): Promise<{ readonly bytes: Uint8Array; readonly headers: Headers }> {
  const host = hostOfOrigin(address);
  for (let retries = RETRIES; ; retries--) {
    const limit = AbortSignal.timeout(TIME_LIMIT_MS);
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'image/png', ...(token && { Authorization: `Bearer ${token}` }) },
        body,
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        cache: 'no-store',
        // Another host is not the one the person agreed to.
        redirect: 'error',
        signal: AbortSignal.any([signal, limit]),
      });
      if (response.status === 200) return { bytes: await readAll(response, host), headers: response.headers };
      await response.body?.cancel();
      const wait = waitWanted(response);
      if (retries === 0 || wait === undefined || wait > PATIENCE_S) throw refusal(response.status, host, wait);
      await pause(wait * 1000, signal);
    } catch (thrown) {
      signal.throwIfAborted();
      if (thrown instanceof CutoutError) throw thrown;
      if (limit.aborted)
        throw new CutoutError('timeout', `${host} did not answer in ${TIME_LIMIT_MS / 1000} s; try again later.`);
      throw new CutoutError('unreachable', `${host} can’t be reached; check the connection and try again.`, {
        cause: thrown,
        facts: [host],
      });
    }
  }
}

/** Seconds that a busy server wants to be left alone; undefined when it is not that, or does not say. */
function waitWanted({ status, headers }: Response): number | undefined {
  const text = headers.get('Retry-After');
  if ((status !== 429 && status !== 503) || !text) return undefined;
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
}

function refusal(status: number, host: string, wait: number | undefined): CutoutError {
  const later = wait === undefined ? 'try again in a while' : `try again in ${wait} s`;
  const sentence: Record<number, string> = {
    401: `${host} wants a token; enter the one you were given in the options.`,
    403: `${host} does not serve this client; ask whoever runs it.`,
    404: `${host} cuts nothing out; check the server’s address in the options.`,
    413: `${host} finds even the small copy of the picture too large; ask whoever runs it.`,
    422: `${host} could not read the copy of the picture; ask whoever runs it which version it runs.`,
    429: `${host} was asked too often; ${later}.`,
    503: `${host} is busy; ${later}.`,
  };
  return new CutoutError('http-status', sentence[status] ?? `${host} answered with status ${status}; ${later}.`, {
    facts: [host, String(status)],
  });
}

/** @throws CutoutError `http-status` for an answer of another type, or far larger than a matte. */
async function readAll(response: Response, host: string): Promise<Uint8Array> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const isPng = response.headers.get('Content-Type')?.startsWith('image/png') ?? false;
  for await (const chunk of (isPng ? response.body : undefined) ?? []) {
    length += chunk.length;
    if (length > MAX_ANSWER_BYTES) break;
    chunks.push(chunk);
  }
  if (isPng && length <= MAX_ANSWER_BYTES) return new Uint8Array(await new Blob(chunks).arrayBuffer());
  await response.body?.cancel().catch(() => {});
  throw noMatte(host);
}

/** What to say of an answer that is not what was asked for. */
export const noMatte = (host: string, cause?: unknown): CutoutError =>
  new CutoutError(
    'http-status',
    `${host} answered with something that is no matte; check the server’s address in the options.`,
    { cause, facts: [host, '200'] },
  );

/** @throws what `signal` throws once aborted. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', end);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', end, { once: true });
  });
}
