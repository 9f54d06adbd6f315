import { focusOn } from '../../common/browser/unshadowed.ts';

const SHOWN_MS = 1600;

/** Brings a picture of the page into sight and the focus to it, or to the link or button that it is in; a ring shows which one it is. */
export function reveal(element: Element): void {
  element.scrollIntoView({ block: 'center', inline: 'nearest' });
  const holder = element.closest<HTMLElement>('a[href], button, [tabindex]');
  if (holder) focusOn(holder);
  else if (element instanceof HTMLElement || element instanceof SVGElement) focusOnce(element);
  const ring = { outline: '4px solid #b93d26', outlineOffset: '3px' };
  element.animate([ring, ring, { outlineColor: 'transparent' }], { duration: SHOWN_MS });
}

/** Gives the focus to what can't have it; as soon as it is elsewhere, the element is as the page wrote it. */
function focusOnce(element: HTMLElement | SVGElement): void {
  element.setAttribute('tabindex', '-1');
  focusOn(element);
  element.addEventListener('blur', () => element.removeAttribute('tabindex'), { once: true });
}
