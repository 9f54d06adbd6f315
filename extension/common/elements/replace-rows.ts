/**
 * Shows other rows in a list. The keyboard stays in the row that it is in, which is known again by its `data-key`; where that one is
 * gone, it goes on with the one that follows.
 *
 * @param selector what gets the keyboard in a row.
 */
export function replaceRows(list: Element, rows: readonly HTMLElement[], selector = 'button'): void {
  const before = [...list.children] as HTMLElement[];
  const focused = before.findIndex((row) => row.contains(document.activeElement));
  list.replaceChildren(...rows);
  if (focused < 0) return;
  const same = rows.find((row) => row.dataset.key === before[focused].dataset.key);
  const row = same ?? rows.at(Math.min(focused, rows.length - 1));
  row?.querySelector<HTMLElement>(selector)?.focus();
}
