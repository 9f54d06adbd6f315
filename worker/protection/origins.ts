import type { Context, MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import type { AppEnv } from '../bindings.ts';
import { ProblemError } from '../problems.ts';
import { listed } from './list.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'];
const ASKED = [
  ...['Authorization', 'Content-Type', 'Range', 'If-Range', 'If-None-Match', 'X-Api-Key', 'Request-Id'],
  'Idempotency-Key',
];
const TOLD = [
  ...['ETag', 'Content-Length', 'Content-Range', 'Accept-Ranges'],
  ...['Matteo-Model', 'Matteo-Person', 'Matteo-Confidence', 'Matteo-Colour-Profile'],
  ...['Matteo-Size', 'Matteo-Foreground', 'Matteo-People', 'X-Width', 'X-Height', 'X-Type', 'X-Credits-Charged'],
  ...['X-Foreground-Top', 'X-Foreground-Left', 'X-Foreground-Width', 'X-Foreground-Height'],
  ...[
    'Server-Timing',
    'Request-Id',
    'Retry-After',
    'Link',
    'RateLimit-Remaining',
    'RateLimit-Reset',
    'WWW-Authenticate',
  ],
];
const DAY = 86_400;

/**
 * True when `entry` of `ALLOWED_ORIGINS` stands for `origin`: the origin itself, a Chrome extension's id, or
 * `moz-extension://*` and the like for a whole scheme (Firefox gives an extension another origin on every device).
 */
export function allows(entry: string, origin: string): boolean {
  if (/^[a-p]{32}$/.test(entry)) return origin === `chrome-extension://${entry}`;
  if (/^[a-z][a-z+.-]*:\/\/\*$/.test(entry)) return origin.startsWith(entry.slice(0, -1));
  return origin === entry;
}

/** Cross-origin answers: for any page, or for those that `ALLOWED_ORIGINS` lists. */
export const crossOrigin: MiddlewareHandler<AppEnv> = (context, next) => {
  const entries = listed(context.env.ALLOWED_ORIGINS);
  const origin =
    entries.length === 0
      ? '*'
      : (asking: string) => (entries.some((entry) => allows(entry, asking)) ? asking : undefined);
  if (origin !== '*') context.header('Vary', 'Origin');
  return cors({ origin, allowMethods: METHODS, allowHeaders: ASKED, exposeHeaders: TOLD, maxAge: DAY })(context, next);
};

/**
 * Declines work for a page that `ALLOWED_ORIGINS` leaves out, which CORS alone would only keep from reading the answer.
 * The Worker's own pages, and clients that are no page, are let in.
 *
 * @throws ProblemError `forbidden`.
 */
export function checkOrigin({ env, req }: Context<AppEnv>): void {
  const entries = listed(env.ALLOWED_ORIGINS);
  const origin = req.header('Origin');
  if (entries.length === 0 || origin === undefined || origin === new URL(req.url).origin) return;
  if (entries.some((entry) => allows(entry, origin))) return;
  throw new ProblemError('forbidden', 'This service is not open to pages of your origin; ask its owner to list it.');
}
