import { type BackgroundReply, type BackgroundRequest, replies } from '../../contracts/messages.ts';
import { browser } from '../browser/browser.ts';
import { Failure, failureFrom, inWords } from '../words/failure.ts';
import { whenReloaded } from './reloaded.ts';

type Done<Kind extends BackgroundRequest['kind']> = Extract<BackgroundReply<Kind>, { ok: true }>;

/** What may be asked twice. */
const REPEATABLE: ReadonlySet<BackgroundRequest['kind']> = new Set([
  'engine/ensure',
  'picture/fetch',
  'settings/read',
  'settings/all',
]);

/** Undefined when the background was stopped before it answered; the next message starts it again. */
const send = (request: BackgroundRequest): Promise<unknown> =>
  whenReloaded(() => browser.runtime.sendMessage(request)).catch((thrown: unknown) => {
    if (thrown instanceof Failure) throw thrown;
    console.info(`No answer to “${request.kind}”.`, thrown);
  });

/**
 * Asks the background for something.
 *
 * @throws CutoutError with the background's own report.
 */
export async function ask<Request extends BackgroundRequest>(request: Request): Promise<Done<Request['kind']>> {
  const raw = (await send(request)) ?? (REPEATABLE.has(request.kind) ? await send(request) : undefined);
  const reply = replies[request.kind].safeParse(raw);
  if (!reply.success) throw inWords(new Error(`no answer to “${request.kind}”`));
  if (!reply.data.ok) throw failureFrom(reply.data.error);
  return reply.data as Done<Request['kind']>;
}
