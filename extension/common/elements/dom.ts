/** The element with this id in an extension page. */
export function byId<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no #${id}.`);
  return element as Kind;
}

/** Whether the page is read from right to left. */
export const isRightToLeft = (): boolean => getComputedStyle(document.documentElement).direction === 'rtl';

/** Disables buttons while something is done. The one that was pressed has the focus again afterwards, unless something else has it by then. */
export async function disabledWhile<Result>(
  buttons: readonly HTMLButtonElement[],
  work: () => Promise<Result>,
): Promise<Result> {
  const pressed = buttons.find((button) => button === document.activeElement);
  for (const button of buttons) button.disabled = true;
  try {
    return await work();
  } finally {
    for (const button of buttons) button.disabled = false;
    if (document.activeElement === document.body) pressed?.focus({ preventScroll: true });
  }
}

/**
 * Focuses what the page can be gone on with: the first of these elements that is shown.
 *
 * @param ids in each state of the page, another of them is shown.
 */
export function focusFirstShown(ids: readonly string[], options?: FocusOptions): void {
  ids
    .map((id) => document.getElementById(id))
    .find((element) => element?.checkVisibility())
    ?.focus(options);
}
