import type { Inset } from '../acquire/source.ts';
import type { Layer } from '../overlay/cover-layer.ts';
import { drawPicture } from '../overlay/draw-picture.ts';
import { Attributes } from './attributes.ts';
import type { Replacement } from './replace.ts';

/** An element that shows a picture and nothing else. */
type Coverable = HTMLElement | SVGImageElement;

/** After these a video shows another frame. */
const MOVES = ['playing', 'seeked', 'emptied'];

/**
 * Replaces a picture by a canvas over it. It is for elements other than `<img>`, for pages whose Content-Security-Policy forbids
 * `blob:` pictures, and for pictures that the page must not read.
 *
 * @param onTaken called when the element goes on to show something else (a video plays); it is uncovered by then.
 * @param inset where in the element's box the picture belongs, where it isn't laid out as the element's own.
 */
export function coverPicture(element: Coverable, layer: Layer, onTaken: () => void, inset?: Inset): Replacement {
  const attributes = new Attributes();
  const canvas = document.createElement('canvas');
  let remove: (() => void) | undefined;

  const hide = () => {
    // A transition would show both for a while.
    attributes.style(element, { opacity: '0', transition: 'none' });
    canvas.hidden = false;
  };
  const reveal = () => {
    attributes.restore();
    canvas.hidden = true;
  };
  const letGo = () => {
    attributes.restore();
    remove?.();
    for (const type of MOVES) element.removeEventListener(type, moved);
  };
  const moved = () => {
    letGo();
    onTaken();
  };

  return {
    async show(picture) {
      await drawPicture(canvas, picture);
      if (!remove) {
        remove = layer.add(canvas, element, () => layOut(canvas, element, inset));
        for (const type of MOVES) element.addEventListener(type, moved);
      }
      hide();
    },
    async compare(original) {
      if (original) reveal();
      else hide();
    },
    async undo() {
      letGo();
    },
  };
}

/** Lays the canvas out in its box as the page lays out the picture. */
function layOut(canvas: HTMLCanvasElement, element: Coverable, inset?: Inset): void {
  const page = getComputedStyle(element);
  const { style } = canvas;
  style.objectFit = inset ? 'fill' : element instanceof SVGImageElement ? fitOf(element) : page.objectFit;
  style.objectPosition = page.objectPosition;
  style.borderRadius = page.borderRadius;
  style.boxSizing = 'border-box';
  style.clipPath = page.clipPath;
  for (const side of ['Top', 'Right', 'Bottom', 'Left'] as const) {
    const own = Number.parseFloat(page[`padding${side}`]) + Number.parseFloat(page[`border${side}Width`]) || 0;
    style[`padding${side}`] = `${inset ? inset[SIDES[side]] : own}px`;
  }
}

const SIDES = { Top: 'top', Right: 'right', Bottom: 'bottom', Left: 'left' } as const;

/** SVG 2, 8.8: the alignment is taken for the usual one, the middle. */
function fitOf({ preserveAspectRatio: { baseVal } }: SVGImageElement): string {
  if (baseVal.align === SVGPreserveAspectRatio.SVG_PRESERVEASPECTRATIO_NONE) return 'fill';
  return baseVal.meetOrSlice === SVGPreserveAspectRatio.SVG_MEETORSLICE_SLICE ? 'cover' : 'contain';
}
