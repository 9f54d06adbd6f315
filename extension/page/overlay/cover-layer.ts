import { boxOf } from '../../common/browser/unshadowed.ts';
import { follow } from './follow.ts';
import { createHost } from './host.ts';
import { layerOf, parentOf } from './modal.ts';

/** Where the canvases lie: a layer above the page that page scripts can't read. */
export interface Layer {
  /** Adds `canvas`, kept over `element`'s box until removed; `draw` is called whenever that changed. */
  add(canvas: HTMLCanvasElement, element: Element, draw: () => void): () => void;
}

/** Canvases over the page's pictures, each in a closed root of its own beside what the picture is painted with. */
export const coverLayer = (): Layer => ({
  add(canvas, element, draw) {
    const { host, sheet } = createHost('cover');
    sheet.append(canvas);
    const stop = follow(element, (box) => {
      const layer = layerOf(element);
      if (host.parentNode !== layer) layer.append(host);
      // A transformed layer has a corner of its own.
      const origin = sheet.getBoundingClientRect();
      canvas.style.left = `${box.left - origin.left}px`;
      canvas.style.top = `${box.top - origin.top}px`;
      canvas.style.width = `${box.width}px`;
      canvas.style.height = `${box.height}px`;
      sheet.style.zIndex = String(levelOf(element, layer));
      sheet.style.clipPath = clipOf(element, layer, origin);
      draw();
    });
    return () => {
      stop();
      host.remove();
    };
  },
});

/** The z-index, among its layer's, of what an element is painted in: page headers go on lying above it. */
function levelOf(element: Element, layer: Element): number {
  let level = 0;
  for (let at: Element | undefined = element; at && at !== layer; at = parentOf(at)) {
    const { zIndex, position, transform, opacity, filter, isolation } = getComputedStyle(at);
    const parent = parentOf(at);
    const counts = position !== 'static' || (parent && /flex|grid/.test(getComputedStyle(parent).display));
    if (counts && zIndex !== 'auto') level = Number(zIndex);
    else if (transform !== 'none' || opacity !== '1' || filter !== 'none' || isolation === 'isolate') level = 0;
  }
  return level;
}

/** The part of the layer in which an element shows: what scrolls or hides its overflow around it cuts it off. */
function clipOf(element: Element, layer: Element, origin: { left: number; top: number }): string {
  let [left, top, right, bottom] = [-1e5, -1e5, 1e5, 1e5];
  for (let at = parentOf(element); at && at !== layer && at !== document.body; at = parentOf(at)) {
    if (getComputedStyle(at).overflow === 'visible') continue;
    const box = boxOf(at);
    [left, top] = [Math.max(left, box.left), Math.max(top, box.top)];
    [right, bottom] = [Math.min(right, box.right), Math.min(bottom, box.bottom)];
  }
  if (right === 1e5 && bottom === 1e5) return 'none';
  const [x, y] = [left - origin.left, top - origin.top];
  const [farX, farY] = [right - origin.left, bottom - origin.top];
  return `polygon(${x}px ${y}px, ${farX}px ${y}px, ${farX}px ${farY}px, ${x}px ${farY}px)`;
}
