import { animate, attributeOf, putAttribute, styleOf } from '../../common/browser/unshadowed.ts';

interface Change {
  readonly was: string | null;
  /** What we left there; anything else was put there by the page. */
  ours: string | null;
  /** Of `style`: the properties we set, with what they were. */
  readonly properties: Map<string, { value: string; priority: string }>;
}

/**
 * Changes attributes of elements, and puts them back exactly: values, absences and, where possible, their order. What the page itself
 * changed meanwhile stays as the page has it.
 */
export class Attributes {
  readonly #changes = new Map<Element, Map<string, Change>>();
  readonly #animations: Animation[] = [];

  /** Sets an attribute, remembering what it was before the first time. */
  set(element: Element, name: string, value: string): void {
    const change = this.#changeOf(element, name);
    putAttribute(element, name, value);
    change.ours = value;
  }

  /** Sets CSS properties on an element, above all that the page's style sheets say. */
  style(element: HTMLElement | SVGElement, properties: Readonly<Record<string, string>>): void {
    if (isForbidden(element)) {
      this.#animations.push(animate(element, [inCamelCase(properties)], { duration: 0, fill: 'forwards' }));
      return;
    }
    const change = this.#changeOf(element, 'style');
    const style = styleOf(element);
    for (const [name, value] of Object.entries(properties)) {
      if (!change.properties.has(name)) {
        const before = { value: style.getPropertyValue(name), priority: style.getPropertyPriority(name) };
        change.properties.set(name, before);
      }
      style.setProperty(name, value, 'important');
    }
    change.ours = attributeOf(element, 'style');
  }

  /** The attributes that the page has changed since we did. */
  taken(): { was: string | null; now: string | null }[] {
    return [...this.#all()]
      .map(([element, name, { was, ours }]) => ({ was, ours, now: attributeOf(element, name) }))
      .filter(({ ours, now }) => now !== ours);
  }

  /** Puts everything back. */
  restore(): void {
    for (const [element, name, change] of this.#all()) {
      if (attributeOf(element, name) === change.ours) put(element, name, change.was);
      else if (change.properties.size > 0) putProperties(element as HTMLElement, change.properties);
    }
    this.#changes.clear();
    for (const animation of this.#animations.splice(0)) animation.cancel();
  }

  *#all(): Generator<[Element, string, Change]> {
    for (const [element, changes] of this.#changes) {
      for (const [name, change] of changes) yield [element, name, change];
    }
  }

  #changeOf(element: Element, name: string): Change {
    const changes = this.#changes.get(element) ?? new Map<string, Change>();
    this.#changes.set(element, changes);
    const was = attributeOf(element, name);
    const change = changes.get(name) ?? { was, ours: was, properties: new Map() };
    changes.set(name, change);
    return change;
  }
}

function put(element: Element, name: string, value: string | null): void {
  if (attributeOf(element, name) !== value) putAttribute(element, name, value);
}

function putProperties(element: HTMLElement, properties: Change['properties']): void {
  const style = styleOf(element);
  for (const [name, { value, priority }] of properties) {
    if (value) style.setProperty(name, value, priority);
    else style.removeProperty(name);
  }
}

/**
 * True where the page's Content-Security-Policy keeps a `style` attribute from counting. Put back by an extension it
 * would count, so it is not touched.
 */
const isForbidden = (element: HTMLElement | SVGElement): boolean =>
  styleOf(element).length === 0 && Boolean(attributeOf(element, 'style')?.trim());

const inCamelCase = (properties: Readonly<Record<string, string>>): Keyframe =>
  Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      name.replace(/-(.)/g, (_, at: string) => at.toUpperCase()),
      value,
    ]),
  );
