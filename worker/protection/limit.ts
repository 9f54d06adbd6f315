import type { Context } from 'hono';
import type { AppEnv } from '../bindings.ts';
import { ProblemError } from '../problems.ts';

/** The longest period that a limit of wrangler.toml can have, in seconds. */
const PERIOD = 60;

/**
 * Counts a request against the limit of its token, or else of its address, where a limit is bound.
 *
 * @throws ProblemError `too-many-requests`.
 */
export async function checkLimit({ env, req }: Context<AppEnv>, token: string | undefined): Promise<void> {
  const key = token ? `token ${token}` : `address ${network(req.header('CF-Connecting-IP') ?? '')}`;
  const outcome = await env.MATTES_LIMIT?.limit({ key });
  if (outcome?.success === false) {
    throw new ProblemError('too-many-requests', `Too many requests; wait ${PERIOD} seconds and try again.`, {
      'Retry-After': String(PERIOD),
      'RateLimit-Remaining': '0',
      'RateLimit-Reset': String(PERIOD),
    });
  }
}

/** What one subscriber has: an IPv4 address, or the first 64 bits of an IPv6 one (at most: zeros may shorten them). */
export const network = (address: string): string =>
  address.includes(':') ? address.split('::')[0].split(':').slice(0, 4).join(':') : address;
