import type { NewBatch } from '../../shared/contracts/batches.ts';
import { isPrivate } from '../../shared/private-host.ts';
import type { Bindings } from '../bindings.ts';
import { ProblemError } from '../problems.ts';
import { listed } from '../protection/list.ts';

/** Where a batch's owner wants to be told that it has ended. */
export type Callback = NonNullable<NewBatch['callback']>;

/** How long a receiver may take to answer, in milliseconds. */
const ANSWER_MS = 15_000;

/** What stands before a secret's base64. */
const SECRET = 'whsec_';

/** How many bytes a secret may have. */
const SECRET_BYTES = [24, 64] as const;

/**
 * Checks what a batch is to call: it is the one address that this service calls. Where `BATCH_CALLBACK_ORIGINS` lists origins, one of
 * these; else any on the public internet, over https at its own port.
 *
 * @throws ProblemError `bad-request`.
 */
export function checkCallback(env: Bindings, { url, secret }: Callback): void {
  const parsed = new URL(url);
  const { origin, protocol, port, username, password } = parsed;
  const allowed = listed(env.BATCH_CALLBACK_ORIGINS);
  if (username || password) throw wrong('url', 'leave name and password out of it');
  if (allowed.length > 0 && !allowed.includes(origin)) throw wrong('url', 'this service calls other origins only');
  if (allowed.length === 0 && (protocol !== 'https:' || port !== '' || isPrivate(parsed))) {
    throw wrong('url', 'give one on the public internet, over https and without a port');
  }
  const bytes = keyOf(secret)?.length ?? 0;
  if (bytes < SECRET_BYTES[0] || bytes > SECRET_BYTES[1]) {
    throw wrong('secret', `give ${SECRET} and the base64 of ${SECRET_BYTES.join(' to ')} random bytes`);
  }
}

const wrong = (field: string, way: string): ProblemError =>
  new ProblemError('bad-request', `The field “callback.${field}” is wrong: ${way}.`);

function keyOf(secret: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(secret.slice(SECRET.length)), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/**
 * Tells a receiver, signed as Standard Webhooks says (https://www.standardwebhooks.com): HMAC-SHA256 of id, timestamp and body.
 *
 * @param id the same at each try, so that a receiver knows what it has had.
 * @returns whether it took it: with a status from 200 to 299. A redirect is not followed.
 */
export async function deliver({ url, secret }: Callback, id: string, body: string): Promise<boolean> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const usage = ['sign'] as const;
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', keyOf(secret) as Uint8Array<ArrayBuffer>, algorithm, false, [
    ...usage,
  ]);
  const signed = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(`${id}.${timestamp}.${body}`));
  const signature = btoa(String.fromCharCode(...new Uint8Array(signed)));
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
      headers: {
        'Content-Type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1,${signature}`,
      },
      body,
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
