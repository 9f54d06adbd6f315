/** The element `id` of index.html. @throws Error when the page has no such element of that kind. */
export function byId<E extends Element>(id: string, kind: new () => E): E {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`The page has no ${kind.name} #${id}.`);
}

/** Calls `told` with the value of the radio button chosen inside the fieldset `id`. */
export function onRadio(id: string, told: (value: string) => void): void {
  byId(id, HTMLFieldSetElement).addEventListener('change', ({ target }) => {
    if (target instanceof HTMLInputElement && target.type === 'radio') told(target.value);
  });
}
