import { byId, onRadio } from './dom.ts';
import { SAY } from './strings.ts';

/** Fitting never blows a small picture up beyond this. */
const LARGEST_FIT = 4;

/** The stage: original and cutout on top of each other on a background, divided by the compare slider, zoomable. */
export interface Viewer {
  /** Shows the picture as it came. `url` may turn out not to be showable. */
  showOriginal(url: string): void;
  /** Shows a first, smaller cutout of the original. */
  showPreview(url: string): void;
  /** Shows another cutout in the place of the one that is shown. */
  showCutout(url: string): void;
  /** Shows a finished cutout beside its original; `reveal` draws the original away. */
  showResult(original: string, cutout: string, reveal: boolean): void;
  /** Shows nothing. */
  clear(): void;
}

/** The try page's viewer: original and cutout one over the other, nothing in it at first. */
export function createViewer(): Viewer {
  const viewport = byId('viewport', HTMLElement);
  const frame = byId('frame', HTMLDivElement);
  const original = byId('original', HTMLImageElement);
  const cutout = byId('cutout', HTMLImageElement);
  const compare = byId('compare', HTMLInputElement);
  const fitted = byId('zoom-fit', HTMLInputElement);
  let zoom = 'fit';

  const split = (percent: number) => {
    compare.value = String(percent);
    compare.setAttribute('aria-valuetext', SAY.position(Math.round(percent)));
    frame.style.setProperty('--at', String(percent));
  };

  const layOut = () => {
    const { naturalWidth: width, naturalHeight: height } = original.naturalWidth > 0 ? original : cutout;
    if (width === 0) return;
    const fit = Math.min(viewport.clientWidth / width, viewport.clientHeight / height, LARGEST_FIT);
    const scale = zoom === 'fit' ? fit : Number(zoom) / devicePixelRatio;
    frame.style.width = `${Math.max(1, width * scale)}px`;
    frame.style.height = `${Math.max(1, height * scale)}px`;
    frame.classList.toggle('pixels', zoom === '2');
    const roams = width * scale > viewport.clientWidth + 1 || height * scale > viewport.clientHeight + 1;
    viewport.classList.toggle('roams', roams);
    viewport.tabIndex = roams ? 0 : -1;
  };

  const centre = () => {
    viewport.scrollLeft = (viewport.scrollWidth - viewport.clientWidth) / 2;
    viewport.scrollTop = (viewport.scrollHeight - viewport.clientHeight) / 2;
  };

  const put = (image: HTMLImageElement, url: string, alt: string) => {
    image.hidden = false;
    image.alt = alt;
    image.src = url;
  };
  const drop = (image: HTMLImageElement) => {
    image.hidden = true;
    image.alt = '';
    image.removeAttribute('src');
  };

  for (const image of [original, cutout]) {
    image.addEventListener('load', layOut);
    image.addEventListener('error', () => drop(image));
  }
  new ResizeObserver(layOut).observe(viewport);
  compare.addEventListener('input', () => split(Number(compare.value)));
  onRadio('zoom', (value) => {
    zoom = value;
    layOut();
    centre();
  });
  dragDivider(frame, split);
  dragToPan(viewport);

  return {
    showOriginal(url) {
      frame.classList.remove('reveal');
      fitted.checked = true;
      zoom = 'fit';
      drop(cutout);
      split(100);
      put(original, url, SAY.original);
    },
    showPreview(url) {
      put(cutout, url, SAY.cutout);
      frame.classList.add('reveal');
      split(0);
    },
    showCutout: (url) => put(cutout, url, SAY.cutout),
    showResult(originalUrl, cutoutUrl, reveal) {
      frame.classList.toggle('reveal', reveal);
      put(cutout, cutoutUrl, SAY.cutout);
      put(original, originalUrl, SAY.original);
      split(0);
    },
    clear() {
      drop(original);
      drop(cutout);
    },
  };
}

/** Lets the line between original and cutout be dragged. */
function dragDivider(frame: HTMLElement, split: (percent: number) => void): void {
  const divider = byId('divider', HTMLSpanElement);
  divider.addEventListener('pointerdown', (event) => {
    divider.setPointerCapture(event.pointerId);
    event.stopPropagation();
  });
  divider.addEventListener('pointermove', (event) => {
    if (!divider.hasPointerCapture(event.pointerId)) return;
    frame.classList.remove('reveal');
    const { left, width } = frame.getBoundingClientRect();
    split(Math.min(100, Math.max(0, ((event.clientX - left) / width) * 100)));
  });
}

/** Lets a mouse drag a zoomed picture around; touch scrolls by itself. */
function dragToPan(viewport: HTMLElement): void {
  viewport.addEventListener('pointerdown', (event) => {
    if (event.pointerType !== 'mouse' || event.button !== 0 || !viewport.classList.contains('roams')) return;
    viewport.setPointerCapture(event.pointerId);
  });
  viewport.addEventListener('pointermove', (event) => {
    if (viewport.hasPointerCapture(event.pointerId)) viewport.scrollBy(-event.movementX, -event.movementY);
  });
}
