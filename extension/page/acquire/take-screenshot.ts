import { checkSize } from '../../../shared/sniff/limits.ts';
import { ask } from '../../common/requests/ask.ts';
import { Failure } from '../../common/words/failure.ts';
import { t } from '../../common/words/words.ts';
import { toPng } from './read-canvas.ts';
import type { Acquired } from './source.ts';

/**
 * Takes a picture of the part of `element` that the tab shows. It may hold what the page can't read, so it is secret.
 *
 * @param concealed runs something while nothing of ours shows.
 * @throws CutoutError `picture-unreadable` where nothing of the element shows or its place in the tab isn't known,
 *   `too-small`, or `permission-needed`.
 */
export async function takeScreenshot(
  element: Element,
  concealed: <Result>(act: () => Promise<Result>) => Promise<Result>,
): Promise<Acquired> {
  const { box, shown } = await visiblePart(element);
  const frame = placeOfFrame();
  if (shown.width < 1 || shown.height < 1) throw new Failure('picture-unreadable', t('nothingVisible'));
  const { picture } = await concealed(() => ask({ kind: 'tab/screenshot' }));
  const { scale, x, y, width, height } = frame;
  const left = Math.max(0, Math.round((shown.left + x) * scale));
  const top = Math.max(0, Math.round((shown.top + y) * scale));
  const right = Math.round(Math.min(shown.right + x, width) * scale);
  const bottom = Math.round(Math.min(shown.bottom + y, height) * scale);
  checkSize(right - left, bottom - top);
  return {
    picture: await toPng(await createImageBitmap(picture, left, top, right - left, bottom - top)),
    secret: true,
    inset: {
      top: shown.top - box.top,
      right: box.right - shown.right,
      bottom: box.bottom - shown.bottom,
      left: shown.left - box.left,
    },
  };
}

type Boxes = { readonly box: DOMRectReadOnly; readonly shown: DOMRectReadOnly };

/** The element's box and the part of it that is neither scrolled nor clipped away, also by the frames around. */
const visiblePart = (element: Element): Promise<Boxes> =>
  new Promise((resolve) => {
    const observer = new IntersectionObserver((entries) => {
      observer.disconnect();
      const { boundingClientRect: box, intersectionRect: shown } = entries[entries.length - 1];
      resolve({ box, shown });
    });
    observer.observe(element);
  });

/** Where this frame lies in what the tab shows, in CSS pixels, how large that is, and how many pixels one of them is. */
function placeOfFrame(): { x: number; y: number; width: number; height: number; scale: number } {
  let [x, y] = [0, 0];
  let view: Window = window;
  try {
    for (; view !== view.top; view = view.parent) {
      // Not there for frames of other sites, which know nothing of their place.
      const holder = view.frameElement as HTMLElement;
      const { left, top } = holder.getBoundingClientRect();
      x += left + holder.clientLeft;
      y += top + holder.clientTop;
    }
  } catch (cause) {
    throw new Failure('picture-unreadable', t('placeUnknown'), { cause });
  }
  const { visualViewport: zoomed, devicePixelRatio, innerWidth, innerHeight } = view as typeof window;
  return {
    x: x - (zoomed?.offsetLeft ?? 0),
    y: y - (zoomed?.offsetTop ?? 0),
    width: innerWidth,
    height: innerHeight,
    scale: devicePixelRatio * (zoomed?.scale ?? 1),
  };
}
