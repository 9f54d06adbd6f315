import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from '../bindings.ts';
import { checkLimit } from './limit.ts';
import { checkOrigin } from './origins.ts';
import { checkToken } from './tokens.ts';

/** Lets a request to a costly route pass when its origin, its token and its rate are in order. */
export const guard: MiddlewareHandler<AppEnv> = async (context, next) => {
  checkOrigin(context);
  await checkLimit(context, await checkToken(context));
  await next();
};
