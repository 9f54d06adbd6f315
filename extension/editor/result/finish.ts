import { alphaOf } from '../../../shared/image/alpha.ts';
import type { Box, Size } from '../../../shared/image/geometry.ts';
import { copyBox } from '../../../shared/image/paste.ts';
import { type Colour, type Matte, newPicture, type Picture } from '../../../shared/image/picture.ts';
import { atSize } from '../../../shared/image/resize.ts';
import { type DropShadow, dropShadow } from '../../../shared/image/shadow/drop-shadow.ts';
import type { Steps } from '../../../shared/steps.ts';
import { clip, grow } from '../pixels/rectangle.ts';
import type { Point } from '../pixels/similarity.ts';
import { outline } from './sticker.ts';

/** What makes a sticker of a cutout; lengths in pixels of the picture. */
export interface Sticker {
  readonly outline?: { readonly colour: Colour; readonly width: number } | undefined;
  readonly shadow?: (DropShadow & { readonly colour: Colour }) | undefined;
}

/** How far a sticker reaches beyond its cutout, in pixels of the picture. */
export const reachOf = ({ outline: line, shadow: cast }: Sticker): number =>
  Math.ceil((line?.width ?? 0) + (cast ? 3 * cast.blur + Math.max(Math.abs(cast.x), Math.abs(cast.y)) : 0)) + 1;

/** The outline's and the shadow's alpha. */
export interface StickerAlphas {
  readonly outline?: Matte;
  readonly shadow?: Matte;
}

/**
 * Outline and shadow of a shape.
 *
 * @param shape the cutout's alpha, with room around it for what is added.
 * @param scale pixels of the shape to one of the picture.
 */
export function stickerAlphas(shape: Matte, sticker: Sticker, scale: number): StickerAlphas {
  const line = sticker.outline && outline(shape, sticker.outline.width * scale);
  const { x, y, blur, opacity } = sticker.shadow ?? { x: 0, y: 0, blur: 0, opacity: 0 };
  const scaled = { x: x * scale, y: y * scale, blur: blur * scale, opacity };
  return {
    ...(line && { outline: line }),
    ...(sticker.shadow && { shadow: dropShadow(line ? larger(line, shape) : shape, scaled) }),
  };
}

const larger = (a: Matte, b: Matte): Matte => ({ ...a, data: a.data.map((value, i) => Math.max(value, b.data[i])) });

/** The part of a picture inside a box that may reach over its edges; transparent there. */
export function cropOver(picture: Picture, box: Box): Picture {
  const result = newPicture(box.width, box.height);
  const inside = clip(box, picture.width, picture.height);
  if (inside) copyBox(picture, inside, result, { x: inside.x - box.x, y: inside.y - box.y }, 4);
  return result;
}

/** The box to crop from the picture so that `finishPicture` sees what reaches into the frame from beside it. */
export const cropFor = (frame: Box, sticker: Sticker): Box =>
  sticker.outline || sticker.shadow ? grow(frame, reachOf(sticker)) : frame;

/** How large the cutout inside `cropFor(frame, sticker)` is where the frame is `width` × `height`, and where the frame begins in it. */
export function roomFor(frame: Box, sticker: Sticker, width: number, height: number): { room: Size; margin: Point } {
  const area = cropFor(frame, sticker);
  const margin = {
    x: Math.round((frame.x - area.x) * (width / frame.width)),
    y: Math.round((frame.y - area.y) * (height / frame.height)),
  };
  return { room: { width: width + 2 * margin.x, height: height + 2 * margin.y }, margin };
}

/**
 * What is saved: the cutout at the size asked for, on its shadow, outline and backdrop.
 *
 * @param part the cutout inside `cropFor(frame, sticker)`.
 * @param ground the alpha of the shadow on the ground, of exactly `width` × `height`.
 * @param backdrop a colour, or a picture of exactly `width` × `height`. Default: transparent.
 * @returns a picture of exactly `width` × `height`.
 */
export function* finishPicture(
  part: Picture,
  frame: Box,
  sticker: Sticker,
  backdrop: Colour | Picture | undefined,
  width: number,
  height: number,
  ground?: Matte,
): Steps<Picture> {
  const [sx, sy] = [width / frame.width, height / frame.height];
  const { room: wide, margin } = roomFor(frame, sticker, width, height);
  const scaled = yield* atSize(part, wide);
  const alphas = stickerAlphas(alphaOf(scaled), sticker, Math.sqrt(sx * sy));
  yield 0.8;
  const result = newPicture(width, height);
  const layers = [
    alphas.shadow && { alpha: alphas.shadow, colour: sticker.shadow!.colour },
    alphas.outline && { alpha: alphas.outline, colour: sticker.outline!.colour },
  ].filter((layer) => layer !== undefined);
  const pixel = { colour: [0, 0, 0], alpha: 0 };
  const over = (red: number, green: number, blue: number, alpha: number) => {
    if (alpha === 0) return;
    const total = alpha + pixel.alpha * (1 - alpha);
    const share = alpha / total;
    pixel.colour[0] += (red - pixel.colour[0]) * share;
    pixel.colour[1] += (green - pixel.colour[1]) * share;
    pixel.colour[2] += (blue - pixel.colour[2]) * share;
    pixel.alpha = total;
  };
  const isPicture = backdrop !== undefined && 'data' in backdrop;
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 4) {
      const i = (y + margin.y) * wide.width + x + margin.x;
      pixel.alpha = 0;
      if (isPicture) over(backdrop.data[to], backdrop.data[to + 1], backdrop.data[to + 2], backdrop.data[to + 3] / 255);
      else if (backdrop) over(backdrop[0], backdrop[1], backdrop[2], 1);
      if (ground) over(0, 0, 0, ground.data[to >> 2] / 255);
      for (const { alpha, colour } of layers) over(colour[0], colour[1], colour[2], alpha.data[i] / 255);
      const { data } = scaled;
      over(data[i * 4], data[i * 4 + 1], data[i * 4 + 2], data[i * 4 + 3] / 255);
      result.data[to] = pixel.colour[0];
      result.data[to + 1] = pixel.colour[1];
      result.data[to + 2] = pixel.colour[2];
      result.data[to + 3] = pixel.alpha * 255;
    }
    if ((y & 31) === 31) yield 0.8 + (0.2 * y) / height;
  }
  return result;
}
