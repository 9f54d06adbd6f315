import { hmac } from '../hmac.ts';
import { type Callback, keyOf } from './secret.ts';

/** How long a receiver may take to answer, in milliseconds. */
const ANSWER_MS = 15_000;

/**
 * Tells a receiver, signed as Standard Webhooks says (https://www.standardwebhooks.com): HMAC-SHA256 of id, timestamp and body.
 *
 * @param id the same at each try, so that a receiver knows what it has had.
 * @returns whether it took it: with a status from 200 to 299. A redirect is not followed.
 */
export async function deliver({ url, secret }: Callback, id: string, body: string): Promise<boolean> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signed = await hmac(keyOf(secret) as Uint8Array<ArrayBuffer>, `${id}.${timestamp}.${body}`);
  const signature = btoa(String.fromCharCode(...signed));
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
