import { type PageCommand, pageCommand } from '../../shared/messages.ts';
import { browser } from '../common/browser.ts';
import { elementOfMenu } from '../common/chrome.ts';
import { findPicture } from './find.ts';
import { isPassing, pictureOf, type Target } from './kinds.ts';
import { removeLeftovers } from './overlay/overlay.ts';
import { createSession, type Session, sayNothingThere } from './session.ts';
import { findUnderMenu, watchMenus } from './under-pointer.ts';

/** Set in the isolated world by the first injection; page scripts have a world of their own. */
const LISTENING = Symbol.for('matteo.listening');

const ofElement = new WeakMap<Element, { url: string | undefined; session: Session }>();
const unseen = new Map<string, Session>();

/** The session of a picture; our own cutout in the page leads back to its picture's. */
function sessionOf(target: Target): Session {
  if (target.kind === 'unseen') {
    const session = unseen.get(target.url) ?? createSession(target);
    unseen.set(target.url, session);
    return session;
  }
  const { element, url } = target;
  const known = ofElement.get(element);
  if (known?.session.shows(url)) return known.session;
  if (known && known.url === url && !isPassing(target)) return known.session;
  const session = createSession(target);
  ofElement.set(element, { url, session });
  return session;
}

type Run = Extract<PageCommand, { kind: 'page/run' }>;

function targetOf({ srcUrl, targetElementId }: Run): Target | undefined {
  const underMenu = findUnderMenu();
  if (srcUrl) return findPicture(srcUrl) ?? { kind: 'unseen', url: srcUrl };
  const clicked = elementOfMenu(targetElementId);
  return (clicked && pictureOf(clicked)) ?? underMenu;
}

function listen(raw: unknown, sender: { id?: string }): Promise<true> | undefined {
  const command = sender.id === browser.runtime.id ? pageCommand.safeParse(raw) : undefined;
  if (!command?.success || command.data.kind !== 'page/run') return undefined;
  const target = targetOf(command.data);
  if (target) void sessionOf(target).run(command.data.action);
  else sayNothingThere();
  return Promise.resolve(true);
}

const world = globalThis as { [LISTENING]?: true };
if (!world[LISTENING]) {
  world[LISTENING] = true;
  removeLeftovers();
  watchMenus();
  browser.runtime.onMessage.addListener(listen as Parameters<typeof browser.runtime.onMessage.addListener>[0]);
}
