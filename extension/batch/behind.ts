import { byId } from '../common/elements/dom.ts';
import type { Background } from '../contracts/settings.ts';

/** Something in the list that shows a small picture, on its original out of focus or on nothing. */
export interface OnBackground {
  readonly element: HTMLElement;
  lay(isBlurred: boolean): void;
}

/** Lays the list's small pictures on the background that is chosen for all; where that is made for each, for those in sight alone. */
export function createBehind() {
  const shownIn = new WeakMap<Element, OnBackground>();
  const inSight = new Set<OnBackground>();
  let isBlurred = false;
  const watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const row = shownIn.get(target);
      if (!row) continue;
      if (isIntersecting) inSight.add(row);
      else inSight.delete(row);
      if (isIntersecting) row.lay(isBlurred);
    }
  });

  return {
    choose(background: Background): void {
      const list = byId('list');
      list.classList.toggle('on-colour', background.kind === 'colour');
      if (background.kind === 'colour') list.style.setProperty('--behind', background.colour);
      isBlurred = background.kind === 'blur';
      for (const row of inSight) row.lay(isBlurred);
    },
    came(row: OnBackground): void {
      shownIn.set(row.element, row);
      watcher.observe(row.element);
    },
    changed(row: OnBackground): void {
      if (inSight.has(row)) row.lay(isBlurred);
    },
    gone(row: OnBackground): void {
      watcher.unobserve(row.element);
      inSight.delete(row);
    },
  };
}
