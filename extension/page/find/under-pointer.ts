import { boxOf, localNameOf, rootOf, within } from '../../common/browser/unshadowed.ts';
import { pictures, shadowOf } from './find.ts';
import { type PictureElement, pictureOf } from './kinds.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Shorter sides, in CSS pixels, are icons. */
const LEAST_SIDE = 32;
/** Points a side at which an element without a known pointer position is looked through. */
const GRID = 7;

let last: { readonly element: Element; readonly point: Point } | undefined;

/** Remembers where the context menu was opened, from now on. */
export function watchMenus(): void {
  addEventListener(
    'contextmenu',
    (event: MouseEvent) => {
      const [element] = event.composedPath();
      if (event.isTrusted && element instanceof Element)
        last = { element, point: { x: event.clientX, y: event.clientY } };
    },
    { capture: true, passive: true },
  );
}

/**
 * Finds the picture that the context menu was last opened on, and forgets it. Where the menu was opened before `watchMenus`, it is
 * the picture under the mouse, else the focused one.
 */
export function findUnderMenu(): PictureElement | undefined {
  const menu = last;
  last = undefined;
  if (!menu?.element.isConnected) return findUnderPointer() ?? findFocused();
  return sizeable(menu.element) ?? pictureAt(menu.point);
}

/**
 * Finds the picture under the mouse, also beneath transparent elements. Browsers do not tell a script that starts late where the
 * mouse is. But `:hover` names the element that it is on.
 */
export function findUnderPointer(): PictureElement | undefined {
  const element = hovered(document);
  return element && (sizeable(element) ?? through(element));
}

/** The picture that has the keyboard's focus, or the largest in what has it. */
export function findFocused(): PictureElement | undefined {
  const focused = focusedIn(document);
  if (!focused || focused === document.body) return undefined;
  const inside = [...within(focused)].map(sizeable).filter((picture) => picture !== undefined);
  return sizeable(focused) ?? inside.sort((a, b) => area(b.element) - area(a.element))[0];
}

function focusedIn(root: Document | ShadowRoot): Element | null {
  const focused = root.activeElement;
  const shadow = focused instanceof HTMLElement ? shadowOf(focused) : null;
  return (shadow && focusedIn(shadow)) ?? focused;
}

/** The deepest element the mouse is on. */
function hovered(root: Document | ShadowRoot): Element | undefined {
  const deepest = [...root.querySelectorAll(':hover')].at(-1);
  const shadow = deepest instanceof HTMLElement ? shadowOf(deepest) : null;
  return (shadow && hovered(shadow)) ?? deepest;
}

/** The picture at most of the places where `element` is on top. */
function through(element: Element): PictureElement | undefined {
  const box = boxOf(element);
  const [left, top] = [Math.max(0, box.left), Math.max(0, box.top)];
  const [width, height] = [Math.min(innerWidth, box.right) - left, Math.min(innerHeight, box.bottom) - top];
  const votes = new Map<Element, { picture: PictureElement; count: number }>();
  for (let i = 0; i < GRID * GRID; i++) {
    const x = left + (((i % GRID) + 0.5) / GRID) * width;
    const y = top + ((Math.floor(i / GRID) + 0.5) / GRID) * height;
    if (stackAt({ x, y })[0] !== element) continue;
    const picture = pictureAt({ x, y });
    if (picture) votes.set(picture.element, { picture, count: (votes.get(picture.element)?.count ?? 0) + 1 });
  }
  return [...votes.values()].sort((a, b) => b.count - a.count)[0]?.picture;
}

/** The topmost picture at a point, with nothing opaque over it. */
function pictureAt(point: Point): PictureElement | undefined {
  for (const element of stackAt(point)) {
    const picture = sizeable(element);
    // What lets the mouse through is not in the stack, and lies on the backgrounds of what contains it.
    if (picture) return (picture.kind === 'background' && inert(point)) || picture;
    if (isOpaque(element)) break;
  }
  return inert(point);
}

/** Everything at a point, topmost first, shadow roots entered. */
function stackAt({ x, y }: Point, root: Document | ShadowRoot = document): Element[] {
  return root.elementsFromPoint(x, y).flatMap((element) => {
    if (rootOf(element) !== root || localNameOf(element) === 'matteo-overlay') return [];
    const shadow = element instanceof HTMLElement ? shadowOf(element) : null;
    return shadow ? [...stackAt({ x, y }, shadow), element] : [element];
  });
}

/** The last picture of the document at a point among those that let the mouse through. */
function inert({ x, y }: Point): PictureElement | undefined {
  return [...pictures()].findLast(({ element }) => {
    const { left, right, top, bottom } = boxOf(element);
    if (x < left || x > right || y < top || y > bottom || !isSizeable(element)) return false;
    const { pointerEvents, visibility } = getComputedStyle(element);
    return pointerEvents === 'none' && visibility === 'visible';
  });
}

const area = (element: Element): number => {
  const { width, height } = boxOf(element);
  return width * height;
};

const isSizeable = (element: Element): boolean => {
  const { width, height } = boxOf(element);
  return Math.min(width, height) >= LEAST_SIDE;
};

const sizeable = (element: Element): PictureElement | undefined =>
  isSizeable(element) ? pictureOf(element) : undefined;

function isOpaque(element: Element): boolean {
  const { backgroundColor, opacity, visibility } = getComputedStyle(element);
  // As computed: `rgb(…)` without an alpha is opaque, `rgba(…)` is not.
  return backgroundColor.startsWith('rgb(') && Number(opacity) === 1 && visibility === 'visible';
}
