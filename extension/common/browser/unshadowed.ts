// A form's controls hide what the form itself has under their names (HTML, “legacy override built-ins”), in Chromium from scripts of
// extensions, too: `<form><input name="matches"></form>`. What any element of a page is asked for, is asked for like this.

const getter = <Of extends object, Name extends keyof Of>(prototype: Of, name: Name): ((self: Of) => Of[Name]) => {
  const { get } = Object.getOwnPropertyDescriptor(prototype, name) as { get(this: Of): Of[Name] };
  return (self) => get.call(self);
};

export const matches = (element: Element, selectors: string): boolean =>
  Element.prototype.matches.call(element, selectors);
export const boxOf = (element: Element): DOMRect => Element.prototype.getBoundingClientRect.call(element);
export const rootOf = (node: Node): Node => Node.prototype.getRootNode.call(node);
export const localNameOf = (element: Element): string => getter(Element.prototype, 'localName')(element);
/** What contains a node where it shows: the slot that it is in, else its parent, which may be a shadow root. */
export const holderOf = (element: Element): Node | null =>
  getter(Element.prototype, 'assignedSlot')(element) ?? getter(Node.prototype, 'parentNode')(element);

export const attributeOf = (element: Element, name: string): string | null =>
  Element.prototype.getAttribute.call(element, name);
/** @param value null removes it. */
export const putAttribute = (element: Element, name: string, value: string | null): void =>
  value === null
    ? Element.prototype.removeAttribute.call(element, name)
    : Element.prototype.setAttribute.call(element, name, value);
export const styleOf = (element: HTMLElement | SVGElement): CSSStyleDeclaration =>
  element instanceof HTMLElement ? getter(HTMLElement.prototype, 'style')(element) : element.style;
export const animate = (element: Element, ...how: Parameters<Element['animate']>): Animation =>
  Element.prototype.animate.call(element, ...how);
export const within = (element: Element): NodeListOf<Element> => Element.prototype.querySelectorAll.call(element, '*');
export const focusOn = (element: HTMLElement | SVGElement): void => {
  const { focus } = element instanceof HTMLElement ? HTMLElement.prototype : SVGElement.prototype;
  focus.call(element, { preventScroll: true });
};
