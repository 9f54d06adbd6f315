import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { type BatchBindings, batchBindings } from '../../batches/settings.ts';
import type { AppEnv } from '../../bindings.ts';
import { checkOrigin } from '../../protection/origins.ts';
import { bearerOf, checkToken } from '../../protection/tokens.ts';

/** What every route of batches knows. */
export interface BatchEnv extends AppEnv {
  Variables: {
    /** Whose token it is: the SHA-256 of it, in hex. */
    owner: string;
    bound: BatchBindings;
  };
}

/** Lets a request pass where batches are set up, its origin is in order, and its token is one of this service. */
export const guardBatches = createMiddleware<BatchEnv>(async (context, next) => {
  const asked = context as unknown as Context<AppEnv>;
  checkOrigin(asked);
  context.set('bound', batchBindings(context.env));
  context.set('owner', (await checkToken(asked, bearerOf(asked))) as string);
  await next();
});
