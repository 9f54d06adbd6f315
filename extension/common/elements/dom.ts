/** The element with this id in an extension page. */
export function byId<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no #${id}.`);
  return element as Kind;
}

/** Whether the page is read from right to left. */
export const isRightToLeft = (): boolean => getComputedStyle(document.documentElement).direction === 'rtl';
