import { shadowRootOf } from '../../common/browser/chrome.ts';
import { boxOf, localNameOf, matches } from '../../common/browser/unshadowed.ts';
import { type PictureElement, pictureOf } from './kinds.ts';

/** Every element of the document that is a picture by itself, those in shadow roots included. */
export function* pictures(root: Document | ShadowRoot = document): Generator<PictureElement> {
  for (const element of root.querySelectorAll<Element>('*')) {
    if (matches(element, 'img, input[type="image" i], image, canvas, video')) {
      const picture = pictureOf(element);
      if (picture) yield picture;
    }
    const shadow = element instanceof HTMLElement && shadowOf(element);
    if (shadow) yield* pictures(shadow);
  }
}

/** The shadow root of an element of the page; null where it has none, and for our own. */
export const shadowOf = (element: HTMLElement): ShadowRoot | null => {
  // Only these can have one.
  const name = localNameOf(element);
  if (!name.includes('-') && !HOSTS.has(name)) return null;
  return name === 'matteo-overlay' ? null : shadowRootOf(element);
};

/** Elements without a dash in their name that can have a shadow root, and pictures in it (DOM, “attach a shadow root”). */
const HOSTS = new Set([
  ...['article', 'aside', 'blockquote', 'body', 'div', 'footer', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'main'],
  ...['nav', 'p', 'section', 'span'],
]);

/** How much of an element's box the window shows, in CSS pixels². */
export const areaInWindow = (element: Element): number => {
  const box = boxOf(element);
  const width = Math.min(box.right, innerWidth) - Math.max(box.left, 0);
  const height = Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
  return Math.max(0, width) * Math.max(0, height);
};

/**
 * Finds the picture that was clicked, which shows `srcUrl`. Of several it is the one under the mouse, else the one that shows
 * most of itself. Undefined where the document has none, for example an element that only the browser sees as a picture.
 */
export function findPicture(srcUrl: string): PictureElement | undefined {
  const wanted = withoutFragment(srcUrl);
  const found = [...pictures()].filter(({ url, element }) => {
    const shown = element instanceof HTMLImageElement ? element.currentSrc : undefined;
    return [url, shown].some((each) => each && withoutFragment(each) === wanted);
  });
  return (
    found.find(({ element }) => matches(element, ':hover')) ??
    found.reduce<PictureElement | undefined>(
      (best, picture) => (!best || areaInWindow(picture.element) > areaInWindow(best.element) ? picture : best),
      undefined,
    )
  );
}

const withoutFragment = (url: string): string => (url.startsWith('data:') ? url : url.replace(/#.*$/, ''));
