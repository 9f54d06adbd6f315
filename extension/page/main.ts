import { type Action, pageCommand } from '../../shared/messages.ts';
import { browser } from '../common/browser.ts';
import { findPicture, type PictureElement } from './find.ts';
import { removeLeftovers } from './overlay/overlay.ts';
import { createSession, type Session } from './session.ts';

/** Set in the isolated world by the first injection; page scripts have a world of their own. */
const LISTENING = Symbol.for('matteo.listening');

const ofElement = new WeakMap<PictureElement, { srcUrl: string; session: Session }>();
const unseen = new Map<string, Session>();

/** The session of the clicked picture; our own cutout in the page leads back to its picture's. */
function sessionOf(srcUrl: string): Session {
  const element = findPicture(srcUrl);
  if (!element) {
    const session = unseen.get(srcUrl) ?? createSession(srcUrl, undefined);
    unseen.set(srcUrl, session);
    return session;
  }
  const known = ofElement.get(element);
  if (known && (known.srcUrl === srcUrl || known.session.shows(srcUrl))) return known.session;
  const session = createSession(srcUrl, element);
  ofElement.set(element, { srcUrl, session });
  return session;
}

function listen(raw: unknown, sender: { id?: string }): Promise<true> | undefined {
  const command = sender.id === browser.runtime.id ? pageCommand.safeParse(raw) : undefined;
  if (!command?.success) return undefined;
  if (command.data.kind !== 'page/run') return undefined;
  run(command.data.action, command.data.srcUrl);
  return Promise.resolve(true);
}

const run = (action: Action, srcUrl: string) => void sessionOf(srcUrl).run(action);

const world = globalThis as { [LISTENING]?: true };
if (!world[LISTENING]) {
  world[LISTENING] = true;
  removeLeftovers();
  browser.runtime.onMessage.addListener(listen as Parameters<typeof browser.runtime.onMessage.addListener>[0]);
}
