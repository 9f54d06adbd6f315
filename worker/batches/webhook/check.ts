import { isPrivate } from '../../../shared/private-host.ts';
import type { Bindings } from '../../bindings.ts';
import { ProblemError } from '../../problems.ts';
import { listed } from '../../protection/list.ts';
import { type Callback, keyOf, SECRET } from './secret.ts';

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
