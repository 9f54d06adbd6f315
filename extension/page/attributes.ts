/** Attributes of some elements as they were, to put back exactly: values, absences and, where possible, order. */
export class Attributes {
  readonly #before = new Map<Element, Map<string, string | null>>();

  /** Sets an attribute, remembering what it was before the first time. */
  set(element: Element, name: string, value: string): void {
    this.remember(element, name);
    element.setAttribute(name, value);
  }

  /** Remembers an attribute that is about to be changed otherwise. */
  remember(element: Element, name: string): void {
    const known = this.#before.get(element) ?? new Map<string, string | null>();
    this.#before.set(element, known);
    if (!known.has(name)) known.set(name, element.getAttribute(name));
  }

  /** Puts back one attribute, or all of them. */
  restore(only?: { element: Element; name: string }): void {
    for (const [element, attributes] of this.#before) {
      for (const [name, value] of attributes) {
        if (only && (only.element !== element || only.name !== name)) continue;
        // Read first: Chromium leaves an empty `style` behind where one that was only set as properties is removed unread.
        if (element.getAttribute(name) === value) continue;
        if (value === null) element.removeAttribute(name);
        else element.setAttribute(name, value);
      }
    }
  }
}
