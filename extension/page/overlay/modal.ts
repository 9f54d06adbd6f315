import { shadowRootOf } from '../../common/browser/chrome.ts';
import { holderOf, localNameOf, matches } from '../../common/browser/unshadowed.ts';

/**
 * Finds the modal dialog in front of all others, or the element in full screen. All else may be inert. Whatever is hit in the window
 * is in it, or is its backdrop.
 */
export function topmostModal(): Element | undefined {
  const hit = deepest(document, innerWidth / 2, innerHeight / 2);
  for (let at: Element | undefined = hit; at; at = parentOf(at)) {
    if (matches(at, ':modal') && canContain(at)) return at;
  }
  return [...document.querySelectorAll(':modal')].filter(canContain).at(-1);
}

/** True for elements that show their children. */
const canContain = (element: Element): boolean =>
  element instanceof HTMLElement && !matches(element, 'img, video, canvas, iframe, object, embed');

/** The modal dialog, open popover or document that an element is painted with. */
export function layerOf(element: Element): Element {
  for (let at: Element | undefined = element; at; at = parentOf(at)) {
    if (matches(at, ':modal, :popover-open') && canContain(at)) return at;
  }
  return document.documentElement;
}

/** The parent of an element, out of shadow roots too. */
export function parentOf(element: Element): Element | undefined {
  const parent = holderOf(element);
  if (parent instanceof ShadowRoot) return parent.host;
  return parent instanceof Element ? parent : undefined;
}

function deepest(root: Document | ShadowRoot, x: number, y: number): Element | undefined {
  const element = root.elementFromPoint(x, y) ?? undefined;
  const shadow = element instanceof HTMLElement && localNameOf(element) !== 'matteo-overlay' && shadowRootOf(element);
  return (shadow && deepest(shadow, x, y)) || element;
}
