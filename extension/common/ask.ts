import { CutoutError, failureOf } from '../../shared/errors.ts';
import { type BackgroundReply, type BackgroundRequest, replies } from '../../shared/messages.ts';
import { browser } from './browser.ts';
import { whenReloaded } from './reloaded.ts';

type Done<Kind extends BackgroundRequest['kind']> = Extract<BackgroundReply<Kind>, { ok: true }>;

/**
 * Asks the background for something.
 *
 * @throws CutoutError with the background's own report.
 */
export async function ask<Request extends BackgroundRequest>(request: Request): Promise<Done<Request['kind']>> {
  const raw: unknown = await whenReloaded(() => browser.runtime.sendMessage(request));
  const reply = replies[request.kind].safeParse(raw);
  if (!reply.success)
    throw new CutoutError('engine-failed', `The extension gave no answer to “${request.kind}”; try again.`);
  if (!reply.data.ok) throw failureOf(reply.data.error);
  return reply.data as Done<Request['kind']>;
}
