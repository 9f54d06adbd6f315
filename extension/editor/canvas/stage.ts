import type { Box } from '../../../shared/image/geometry.ts';
import { drawView, type Placement, type Scene } from '../pixels/draw-view.ts';
import { clip, grow, union } from '../pixels/rectangle.ts';
import type { Point } from '../pixels/similarity.ts';

const LARGEST = 32;
const ROOM = 0.94;

/** Shows the picture in a canvas: zoom, pan, and drawing of changed regions. */
export interface Stage {
  /** The element that gets focus and pointer events. */
  readonly element: HTMLElement;
  /** CSS pixels to one of the picture. */
  readonly scale: number;
  /** The picture's point under a point of the window. */
  toPicture(client: Point): Point;
  /** Where a point of the picture is, in CSS pixels of the stage. */
  toStage(point: Point): Point;
  /** Draws the region again that shows this box of the picture. Default: everything. */
  invalidate(box?: Box): void;
  /** Multiplies the zoom. One point of the window stays where it is (default: the middle). */
  zoomBy(factor: number, about?: Point): void;
  zoomTo(scale: number): void;
  panBy(x: number, y: number): void;
  /** Zooms so that the whole box is visible. */
  fit(): void;
  /** The same, unless the person has zoomed into a part. */
  refit(): void;
  onMoved(listener: () => void): void;
}

/** @param shown the box of the picture that `fit` makes visible. */
export function createStage(
  element: HTMLElement,
  canvas: HTMLCanvasElement,
  sceneOf: () => Scene,
  shown: () => Box,
): Stage {
  const context = canvas.getContext('2d')!;
  const listeners: (() => void)[] = [];
  /** In device pixels. */
  let placement: Placement = { left: 0, top: 0, scale: 1 };
  let dirty: Box | undefined;
  let asked = 0;
  let fitted = true;
  const density = () => canvas.width / Math.max(1, canvas.clientWidth);

  const draw = () => {
    asked = 0;
    const box = dirty && clip(dirty, canvas.width, canvas.height);
    dirty = undefined;
    if (!box) return;
    const image = new ImageData(box.width, box.height);
    drawView(sceneOf(), placement, box, image.data);
    context.putImageData(image, box.x, box.y);
  };
  const spoil = (box: Box) => {
    dirty = union(dirty, box);
    if (asked === 0) asked = requestAnimationFrame(draw);
  };
  const whole = (): Box => ({ x: 0, y: 0, width: canvas.width, height: canvas.height });
  const move = (next: Placement) => {
    const { picture } = sceneOf();
    // Some of the picture always stays in sight.
    const [w, h] = [canvas.width / next.scale, canvas.height / next.scale];
    const keep = Math.min(w, h, picture[0].width, picture[0].height) / 4;
    placement = {
      scale: next.scale,
      left: Math.min(Math.max(next.left, keep - w), picture[0].width - keep),
      top: Math.min(Math.max(next.top, keep - h), picture[0].height - keep),
    };
    spoil(whole());
    for (const listener of listeners) listener();
  };
  const local = ({ x, y }: Point): Point => {
    const { left, top } = canvas.getBoundingClientRect();
    return { x: (x - left) * density(), y: (y - top) * density() };
  };
  const fitScale = () => {
    const { width, height } = shown();
    return Math.min((canvas.width * ROOM) / width, (canvas.height * ROOM) / height);
  };
  const fitAll = () => {
    fitted = true;
    const { x, y, width, height } = shown();
    const scale = Math.min(fitScale(), LARGEST);
    move({
      scale,
      left: x + width / 2 - canvas.width / 2 / scale,
      top: y + height / 2 - canvas.height / 2 / scale,
    });
  };
  const zoomBy = (factor: number, about?: Point) => {
    fitted = false;
    const { x, y } = about ? local(about) : { x: canvas.width / 2, y: canvas.height / 2 };
    const scale = Math.min(LARGEST, Math.max(fitScale() / 4, placement.scale * factor));
    move({
      scale,
      left: placement.left + x / placement.scale - x / scale,
      top: placement.top + y / placement.scale - y / scale,
    });
  };

  new ResizeObserver(() => {
    const width = Math.max(1, Math.round(canvas.clientWidth * devicePixelRatio));
    const height = Math.max(1, Math.round(canvas.clientHeight * devicePixelRatio));
    if (width === canvas.width && height === canvas.height) return;
    canvas.width = width;
    canvas.height = height;
    if (fitted) fitAll();
    else move(placement);
  }).observe(canvas);

  return {
    element,
    get scale() {
      return placement.scale / density();
    },
    toPicture(client) {
      const { x, y } = local(client);
      return { x: placement.left + x / placement.scale, y: placement.top + y / placement.scale };
    },
    toStage: ({ x, y }) => ({
      x: ((x - placement.left) * placement.scale) / density(),
      y: ((y - placement.top) * placement.scale) / density(),
    }),
    invalidate(box) {
      if (!box) return spoil(whole());
      const { left, top, scale } = placement;
      const view = {
        x: (box.x - left) * scale,
        y: (box.y - top) * scale,
        width: box.width * scale,
        height: box.height * scale,
      };
      // Levels of the pyramid carry a change a few pixels further.
      spoil(grow(view, 3 + Math.ceil(scale)));
    },
    zoomBy,
    zoomTo: (scale) => zoomBy((scale * density()) / placement.scale),
    panBy(x, y) {
      fitted = false;
      const { left, top, scale } = placement;
      move({ scale, left: left - (x * density()) / scale, top: top - (y * density()) / scale });
    },
    fit: fitAll,
    refit() {
      if (fitted) fitAll();
    },
    onMoved(listener) {
      listeners.push(listener);
    },
  };
}
