import { expect, test, vi } from 'vitest';
import { Attributes } from '../../../../extension/page/replace/attributes.ts';

/** The part of an element that `Attributes` uses; a Map keeps the order as a document does. */
class FakeElement {
  readonly #values: Map<string, string>;
  constructor(attributes: Record<string, string>) {
    this.#values = new Map(Object.entries(attributes));
  }
  getAttribute(name: string) {
    return this.#values.get(name) ?? null;
  }
  setAttribute(name: string, value: string) {
    this.#values.set(name, value);
  }
  removeAttribute(name: string) {
    this.#values.delete(name);
  }
  all = () => [...this.#values];
}
vi.stubGlobal('Element', FakeElement);
const element = (attributes: Record<string, string>) =>
  new FakeElement(attributes) as unknown as Element & { all(): [string, string][] };

test('restoring puts values, absences and order back', () => {
  const image = element({ alt: 'me', src: 'a.jpg', sizes: '50vw' });
  const before = image.all();
  const attributes = new Attributes();
  attributes.set(image, 'src', '');
  attributes.set(image, 'srcset', 'blob:1 1x');
  attributes.set(image, 'srcset', 'blob:2 2x');
  expect(image.all()).toEqual([
    ['alt', 'me'],
    ['src', ''],
    ['sizes', '50vw'],
    ['srcset', 'blob:2 2x'],
  ]);
  attributes.restore();
  expect(image.all()).toEqual(before);
});

test('the first value is remembered when an attribute is set again after restoring', () => {
  const image = element({ src: 'a.jpg' });
  const attributes = new Attributes();
  attributes.set(image, 'src', 'b');
  attributes.restore();
  attributes.set(image, 'src', 'c');
  attributes.restore();
  expect(image.getAttribute('src')).toBe('a.jpg');
});

test('what the page changed meanwhile stays the page’s, and is told', () => {
  const image = element({ src: 'a.jpg', alt: 'me' });
  const attributes = new Attributes();
  attributes.set(image, 'src', '');
  attributes.set(image, 'alt', 'cutout');
  expect(attributes.taken()).toEqual([]);
  image.setAttribute('src', 'b.jpg');
  expect(attributes.taken()).toEqual([{ was: 'a.jpg', ours: '', now: 'b.jpg' }]);
  attributes.restore();
  expect(image.all()).toEqual([
    ['src', 'b.jpg'],
    ['alt', 'me'],
  ]);
});
