import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from '../bindings.ts';
import { ProblemError } from '../problems.ts';
import { listed } from '../protection/list.ts';

/** Answers as if nothing were there, where `CLOSED_ROUTES` lists `route`. */
export const unlessClosed =
  (route: string): MiddlewareHandler<AppEnv> =>
  async ({ env, req }, next) => {
    if (listed(env.CLOSED_ROUTES).includes(route)) {
      throw new ProblemError('not-found', `There is nothing at ${req.path}.`);
    }
    await next();
  };
