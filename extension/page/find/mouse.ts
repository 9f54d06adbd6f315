import { boxOf, localNameOf, matches, rootOf } from '../../common/browser/unshadowed.ts';

interface Watcher {
  /** Whether the mouse is on the picture, or on a card of ours. */
  on: boolean;
  readonly enters: () => void;
  readonly leaves: () => void;
}

/** One watcher of each picture. */
const watchers = new Map<Element, Watcher>();
let last: { readonly x: number; readonly y: number } | undefined;

/** Notes where the mouse is, and where a finger taps, from now on. */
export function watchMouse(): void {
  for (const type of ['pointerover', 'pointerdown'] as const)
    addEventListener(type, look, { capture: true, passive: true });
  addEventListener('click', tap as (event: MouseEvent) => void, { capture: true, passive: true });
}

/** A finger comes anew with every tap; its other events may be the start of scrolling. */
function tap(event: PointerEvent): void {
  if (event.pointerType !== 'touch' || !event.isTrusted || isCard(event)) return;
  for (const [element, watcher] of watchers) {
    const was = watcher.on;
    watcher.on = isOn(element, event);
    if (watcher.on) watcher.enters();
    else if (was) watcher.leaves();
  }
}

function look(event: PointerEvent): void {
  if (event.pointerType === 'touch' || !event.isTrusted) return;
  last = { x: event.clientX, y: event.clientY };
  for (const [element, watcher] of watchers) {
    if (!element.isConnected) watchers.delete(element);
    // A card lies over the picture or beside it, and belongs to it while the mouse is on it.
    const on = isCard(event) ? watcher.on : isOn(element, event);
    if (on === watcher.on) continue;
    watcher.on = on;
    if (on) watcher.enters();
    else watcher.leaves();
  }
}

const isCard = ({ target }: PointerEvent): boolean =>
  target instanceof Element && localNameOf(target) === 'matteo-overlay';

/** True where the mouse is over the element, or over what lies on it. */
function isOn(element: Element, event: PointerEvent): boolean {
  if (!isWithin(element, { x: event.clientX, y: event.clientY })) return false;
  const root = rootOf(element) as Document | ShadowRoot;
  return (
    event.composedPath().includes(element) || root.elementsFromPoint(event.clientX, event.clientY).includes(element)
  );
}

function isWithin(element: Element, { x, y }: { readonly x: number; readonly y: number }): boolean {
  const { left, right, top, bottom } = boxOf(element);
  return x >= left && x < right && y >= top && y < bottom;
}

/** Calls `enters` when the mouse comes to a picture on which it is not now, or a finger taps it, and `leaves` when it goes. */
export function followMouse(element: Element, enters: () => void, leaves: () => void): void {
  watchers.set(element, { on: last ? isWithin(element, last) : matches(element, ':hover'), enters, leaves });
}

/** Forgets what `followMouse` was told of an element. */
export const unfollowMouse = (element: Element | undefined): void => {
  if (element) watchers.delete(element);
};
