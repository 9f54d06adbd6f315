import { POINTS } from '../../contracts/messages.ts';
import { pictures } from './find.ts';
import type { PictureElement } from './kinds.ts';
import { findFocused, findUnderPointer } from './under-pointer.ts';

/** The picture that a keyboard shortcut means: the focused one, else the one under the mouse, else the largest in sight. */
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

function areaInSight(element: Element): number {
  if (!element.checkVisibility({ visibilityProperty: true })) return 0;
  const box = element.getBoundingClientRect();
  const width = Math.min(box.right, innerWidth) - Math.max(box.left, 0);
  const height = Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
  return Math.max(0, width) * Math.max(0, height);
}
