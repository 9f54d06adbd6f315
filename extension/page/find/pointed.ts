import { POINTS } from '../../contracts/messages.ts';
import { areaInWindow, pictures } from './find.ts';
import type { PictureElement } from './kinds.ts';
import { findFocused, findUnderPointer } from './under-pointer.ts';

/** Finds the picture that a keyboard shortcut means: the focused one, else the one under the mouse, else the largest in sight. */
export function findPointed(): { picture?: PictureElement; points: number } {
  const focused = document.hasFocus() ? findFocused() : undefined;
  if (focused) return { picture: focused, points: POINTS.focused };
  const hovered = findUnderPointer();
  if (hovered) return { picture: hovered, points: POINTS.hovered };
  const visible = largest();
  return visible ? { picture: visible, points: POINTS.visible } : { points: POINTS.none };
}

function largest(): PictureElement | undefined {
  const inSight = [...pictures()].map((picture) => ({ picture, area: areaInSight(picture.element) }));
  return inSight.filter(({ area }) => area > 0).sort((a, b) => b.area - a.area)[0]?.picture;
}

/** None where the page hides it. */
const areaInSight = (element: Element): number =>
  element.checkVisibility({ visibilityProperty: true }) ? areaInWindow(element) : 0;
