import type { Context } from 'hono';
import type { AppEnv } from '../bindings.ts';
import type { Answered, StreamedAnswered } from './answer.ts';

/**
 * The response of an answer, which may still be being made.
 *
 * @param goesOn is told what goes on after the response (see `attend`).
 */
export function respond(
  context: Context<AppEnv>,
  answered: Answered | StreamedAnswered,
  headers: Record<string, string>,
  goesOn: (after: Promise<void>) => void,
): Response {
  if ('image' in answered) return context.body(answered.image as Uint8Array<ArrayBuffer>, 200, headers);
  const { body, made, sent } = answered.stream;
  goesOn(made);
  context.executionCtx.waitUntil(sent);
  return context.body(body, 200, headers);
}
