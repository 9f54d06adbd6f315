import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { AppEnv } from './bindings.ts';

/** The length that a message declares, or undefined. */
const lengthOf = (headers: Headers) => {
  const length = headers.get('Content-Length');
  return length === null ? undefined : Number(length);
};

/**
 * Writes one line of JSON per request: what was asked by pattern, how it went and how long it took. Nothing in it can
 * tell who asked or what the picture was: no address, token, query or body. A client that names its request finds that name in it.
 */
export const log: MiddlewareHandler<AppEnv> = async (context, next) => {
  const started = Date.now();
  await next();
  const { req, res } = context;
  const line = {
    method: req.method,
    route: routePath(context, -1),
    status: res.status,
    request: res.headers.get('Request-Id') ?? undefined,
    ms: Date.now() - started,
    bytesIn: lengthOf(req.raw.headers),
    bytesOut: lengthOf(res.headers),
    model: res.headers.get('Matteo-Model') ?? undefined,
    stages: res.headers.get('Server-Timing') ?? undefined,
  };
  console.log(JSON.stringify(line));
};
