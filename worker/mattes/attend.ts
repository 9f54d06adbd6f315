import type { Context } from 'hono';
import type { AppEnv } from '../bindings.ts';
import { type Holding, hold, letGo } from '../intake/held.ts';
import { network } from '../protection/limit.ts';
import { declined } from './declined.ts';

/**
 * Answers a request with a picture in it: what it holds is counted while `work` runs, and a failure is told in the words of
 * HTTP. A request whose client leaves goes on to its next stage, so that it can clean up after itself.
 *
 * @throws ProblemError; whatever `work` throws that has no words.
 */
export function attend(context: Context<AppEnv>, work: (holding: Holding) => Promise<Response>): Promise<Response> {
  const holding = hold(network(context.req.header('CF-Connecting-IP') ?? ''));
  const answering = work(holding)
    .finally(() => letGo(holding))
    .catch(declined);
  context.executionCtx.waitUntil(answering.catch(() => {}));
  return answering;
}
