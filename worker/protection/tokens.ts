import type { Context } from 'hono';
import { hexOf } from '../../shared/hash.ts';
import type { AppEnv } from '../bindings.ts';
import { ProblemError } from '../problems.ts';
import { listed } from './list.ts';

const digest = (text: string) => crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));

/** The bearer token of a request (RFC 6750). */
export const bearerOf = ({ req }: Context<AppEnv>): string | undefined =>
  /^Bearer +([\w.~+/-]+=*) *$/i.exec(req.header('Authorization') ?? '')?.[1];

/** The token in `X-Api-Key`, or else the bearer token. */
export const keyOf = (context: Context<AppEnv>): string | undefined =>
  context.req.header('X-Api-Key')?.trim() || bearerOf(context);

/**
 * The SHA-256 in hex of the token that a request carries, or undefined where `API_TOKENS` asks for none. Takes
 * the same time whichever token is wrong, and wherever.
 *
 * @throws ProblemError `unauthorized` (RFC 6750) where a listed token is asked for and missing.
 */
export async function checkToken({ env }: Context<AppEnv>, given: string | undefined): Promise<string | undefined> {
  const tokens = listed(env.API_TOKENS);
  if (tokens.length === 0) return undefined;
  if (given === undefined) throw unauthorized('Send a token of this service as “Authorization: Bearer …”.');

  const hash = await digest(given);
  const expected = await Promise.all(tokens.map(digest));
  const matches = expected.filter((one) => crypto.subtle.timingSafeEqual(one, hash));
  if (matches.length === 0) {
    throw unauthorized('The token is not one of this service; ask its owner for another.', ', error="invalid_token"');
  }
  return hexOf(new Uint8Array(hash));
}

const unauthorized = (detail: string, more = '') =>
  new ProblemError('unauthorized', detail, { 'WWW-Authenticate': `Bearer realm="matteo"${more}` });
