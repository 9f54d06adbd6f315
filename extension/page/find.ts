import { shadowRootOf } from '../common/chrome.ts';

/** What the browser shows a picture menu for and a document can hold. */
export type PictureElement = HTMLImageElement | HTMLInputElement | SVGImageElement;

/** Every picture of the document, those in shadow roots included. */
function* pictures(root: Document | ShadowRoot): Generator<PictureElement> {
  for (const element of root.querySelectorAll<Element>('*')) {
    if (element instanceof HTMLImageElement || element instanceof SVGImageElement) yield element;
    else if (element instanceof HTMLInputElement && element.type === 'image') yield element;
    // Only these can have a shadow root.
    if (element instanceof HTMLElement && (element.localName.includes('-') || element.shadowRoot)) {
      const shadow = shadowRootOf(element);
      if (shadow) yield* pictures(shadow);
    }
  }
}

/** The URL that `element` shows. */
export function sourceOf(element: PictureElement): string {
  if (element instanceof HTMLImageElement) return element.currentSrc || element.src;
  if (element instanceof HTMLInputElement) return element.src;
  return new URL(element.href.baseVal, document.baseURI).href;
}

const visibleArea = (element: Element): number => {
  const box = element.getBoundingClientRect();
  const width = Math.min(box.right, innerWidth) - Math.max(box.left, 0);
  const height = Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
  return Math.max(0, width) * Math.max(0, height);
};

/**
 * The picture that was clicked: the one showing `srcUrl`; of several the one under the mouse, else the one that shows
 * most of itself. Undefined where the document has none (a CSS background of another frame, say).
 */
export function findPicture(srcUrl: string): PictureElement | undefined {
  const wanted = withoutFragment(srcUrl);
  const found = [...pictures(document)].filter((element) => withoutFragment(sourceOf(element)) === wanted);
  return (
    found.find((element) => element.matches(':hover')) ??
    found.reduce<PictureElement | undefined>(
      (best, element) => (!best || visibleArea(element) > visibleArea(best) ? element : best),
      undefined,
    )
  );
}

const withoutFragment = (url: string): string => (url.startsWith('data:') ? url : url.replace(/#.*$/, ''));
