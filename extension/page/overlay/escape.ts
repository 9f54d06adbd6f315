/** Open cards, the last one on top. */
const open: { readonly holder: HTMLElement; readonly act: () => void }[] = [];

function listen(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || !event.isTrusted || event.defaultPrevented || event.isComposing) return;
  const entry = open.find(({ holder }) => holder.matches(':focus-within')) ?? open.at(-1);
  // The page's dialog stays open, its own handlers hear nothing.
  event.preventDefault();
  event.stopPropagation();
  entry?.act();
}

/** Calls `act` on Escape while `holder` has the keyboard or is the last card that came; returns what ends that. */
export function onEscape(holder: HTMLElement, act: () => void): () => void {
  const entry = { holder, act };
  if (open.length === 0) addEventListener('keydown', listen, true);
  open.push(entry);
  return () => {
    open.splice(open.indexOf(entry), 1);
    if (open.length === 0) removeEventListener('keydown', listen, true);
  };
}
