import type { Context } from 'hono';
import type { AppEnv } from '../bindings.ts';
import { type Holding, hold, letGo } from '../intake/held.ts';
import { network } from '../protection/limit.ts';
import { declined } from './declined.ts';

/**
 * Answers a request with a picture in it: what it holds is counted while `work` runs, and a failure is told in the words of
 * HTTP. A request whose client leaves goes on to its next stage, so that it can clean up after itself.
 *
 * @param work may add what goes on after the response: what the request holds is counted until then.
 *
 * @throws ProblemError; whatever `work` throws that has no words.
 */
export function attend(
  context: Context<AppEnv>,
  work: (holding: Holding, goesOn: (after: Promise<void>) => void) => Promise<Response>,
): Promise<Response> {
  const holding = hold(network(context.req.header('CF-Connecting-IP') ?? ''));
  let after = Promise.resolve();
  const answering = work(holding, (more) => {
    after = more;
  }).catch(declined);
  const ending = answering
    .catch(() => {})
    .then(() => after)
    .finally(() => letGo(holding));
  context.executionCtx.waitUntil(ending);
  return answering;
}
