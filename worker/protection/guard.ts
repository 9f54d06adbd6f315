import type { Context, MiddlewareHandler } from 'hono';
import type { AppEnv } from '../bindings.ts';
import { checkLimit } from './limit.ts';
import { checkOrigin } from './origins.ts';
import { bearerOf, checkToken } from './tokens.ts';

/** Lets a request to a costly route pass when its origin, its token, by whatever `given` reads, and its rate are in order. */
export const guardBy =
  (given: (context: Context<AppEnv>) => string | undefined): MiddlewareHandler<AppEnv> =>
  async (context, next) => {
    checkOrigin(context);
    await checkLimit(context, await checkToken(context, given(context)));
    await next();
  };

/** The guard of routes that take a bearer token. */
export const guard = guardBy(bearerOf);
