/**
 * Has `group` hold these buttons, which always follow one another in the same order. One that stays is not touched and keeps the focus;
 * where the one that had it goes, the first has it.
 */
export function setButtons(group: HTMLElement, buttons: readonly HTMLButtonElement[]): void {
  const had = group.matches(':focus-within');
  for (const child of [...group.children]) if (!buttons.some((button) => button === child)) child.remove();
  for (const [index, button] of buttons.entries()) {
    const there = group.children[index];
    if (there !== button) group.insertBefore(button, there ?? null);
  }
  if (had && !group.matches(':focus-within')) buttons[0]?.focus({ preventScroll: true });
}
