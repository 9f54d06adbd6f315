import { rootOf } from '../../common/browser/unshadowed.ts';
import type { Edited } from '../../common/requests/page-place.ts';
import type { PageSettings } from '../../contracts/settings.ts';
import { decidersOf } from '../find/candidates.ts';
import { findPicture, pictures } from '../find/find.ts';
import { isPassing, type PictureElement, pictureOf, type Target } from '../find/kinds.ts';
import { openedAt } from './opened.ts';
import { missingUrls, type Results } from './results/results.ts';
import { createSession, type Session } from './session.ts';

interface Known {
  readonly session: Session;
  /** What the page said the element shows when the session began. */
  readonly said: string;
}

/** A busy page is looked through no more often than this. */
const CHECK_MS = 150;

/** The sessions of the pictures that show something of ours, or are being worked on. */
const ofElement = new Map<Element, Known>();
const unseen = new Map<string, Session>();

/**
 * The session of a picture; our own cutout in the page leads back to its picture's.
 *
 * @param again results of the same element, which a new session shows again.
 */
export function sessionOf(target: Target, again?: Results): Session {
  if (target.kind === 'unseen') {
    const session = unseen.get(target.url) ?? createSession(target, () => unseen.delete(target.url), restart(target));
    unseen.set(target.url, session);
    return session;
  }
  const { element, url } = target;
  const known = ofElement.get(element)?.session;
  if (known && (known.place || known.isMaking || (known.target.url === url && !isPassing(target)))) return known;
  // Its card is another picture's.
  void known?.leave();
  return begin(target, again);
}

/** The picture whose own URL this is, though it shows a result of ours now. */
export const replacedPicture = (url: string): Target | undefined =>
  [...ofElement.values()].find(({ session }) => session.target.url === url)?.session.target;

/** The picture that was opened in the editor under this name, in its element or another one; undefined where it is gone. */
function targetAt(place: string): Target | undefined {
  const target = openedAt(place)?.state.target;
  if (!target?.element) return target;
  const { element, kind, url } = target;
  const known = ofElement.get(element)?.session;
  // Its address says nothing of which of its pictures it is: another session has another one.
  if (isPassing(target)) return element.isConnected && (!known || known.target === target) ? target : undefined;
  const now = known?.place ? known.target : element.isConnected ? pictureOf(element) : undefined;
  if (now?.kind === kind && now.url === url) return target;
  return url ? (replacedPicture(url) ?? findPicture(url)) : undefined;
}

/** Whether a picture that was opened in the editor is still there. */
export const holds = (place: string): boolean => targetAt(place) !== undefined;

/** Shows what the editor made in the picture's place; false where that is gone. */
export async function putBack(place: string, edited: Edited): Promise<boolean> {
  const [target, opened] = [targetAt(place), openedAt(place)];
  if (target && opened) await sessionOf(target).putBack(edited, opened);
  return target !== undefined;
}

/** True where a result of ours shows, or is being made. */
export const isKnown = (element: Element): boolean => ofElement.has(element);

/** The file of the cutout that an element of the page shows; undefined where it shows the page's own picture. */
export function draggedFile(element: Element): Session['file'] {
  const session = ofElement.get(element)?.session;
  return session?.place === 'in page' ? session.file : undefined;
}

/** Begins anew with a picture whose results are still there. */
const restart = (target: Target) => (settings: PageSettings, results: Results) =>
  void sessionOf(target, results).run('remove-background', settings, false);

function begin(target: PictureElement, again?: Results): Session {
  const { element } = target;
  const end = () => {
    if (ofElement.get(element)?.session === session) ofElement.delete(element);
    checkSoon();
  };
  const session = createSession(target, end, restart(target), again);
  ofElement.set(element, { session, said: saidBy(target) });
  watch(rootOf(element));
  return session;
}

/** All that decides what a picture shows, as the page wrote it. */
function saidBy({ kind, element, url }: PictureElement): string {
  if (kind !== 'img') return kind === 'canvas' || kind === 'video' ? '' : (url ?? '');
  return decidersOf(element)
    .map((each) => `${each.getAttribute('src')} ${each.getAttribute('srcset')}`)
    .join('\n');
}

let isCheckDue = false;
const checkSoon = () => {
  if (!isCheckDue) setTimeout(checkPage, CHECK_MS);
  isCheckDue = true;
};
const page = new MutationObserver(checkSoon);

/** Watches the document and the shadow root that a picture is in, as long as there is something to look after. */
function watch(root: Node): void {
  for (const each of new Set([document, root])) {
    page.observe(each, { subtree: true, childList: true, attributeFilter: ['src', 'srcset', 'href', 'style'] });
  }
}

function checkPage(): void {
  isCheckDue = false;
  for (const [element, { session, said }] of ofElement) {
    if (element.isConnected && (session.place === 'in page' || !isAnother(session.target as PictureElement, said)))
      continue;
    ofElement.delete(element);
    void session.leave();
  }
  const wanted = missingUrls();
  if (wanted.size > 0) void showAgain(wanted);
  else if (ofElement.size === 0) page.disconnect();
}

/** True when the page made another picture out of the element; other attributes may still mean the same one. */
function isAnother(target: PictureElement, said: string): boolean {
  const now = pictureOf(target.element);
  return now?.kind !== target.kind || (saidBy(now) !== said && now.url !== target.url);
}

/** Shows the results of pictures that came back, in the same element or another one. */
async function showAgain(wanted: Set<string>): Promise<void> {
  for (const target of pictures()) {
    const { kind, element, url } = target;
    if (kind !== 'img' || !url || !wanted.has(url) || isKnown(element)) continue;
    if (!element.complete) {
      element.addEventListener('load', checkSoon, { once: true });
      continue;
    }
    wanted.delete(url);
    await begin(target)
      .showAgain()
      .catch(() => {});
  }
}
