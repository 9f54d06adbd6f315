import { alphaOf } from '../../../shared/image/alpha.ts';
import { crop } from '../../../shared/image/compose.ts';
import type { Box } from '../../../shared/image/geometry.ts';
import type { Matte, Picture } from '../../../shared/image/picture.ts';
import type { GroundShadow } from '../../../shared/image/shadow/ground-shadow.ts';
import type { Placed, Under } from '../pixels/draw-view.ts';
import { levelWithin, type Pyramid } from '../pixels/pyramid.ts';
import { grow } from '../pixels/rectangle.ts';
import { cropOver, reachOf, type Sticker } from '../result/finish.ts';
import { type Gradient, gradientPicture } from '../result/gradient.ts';
import type { Worked } from '../work/work-client.ts';

/** Longest side of what is computed for the view alone. */
const SIDE = 1280;

/** A copy that may move to the worker. */
const copyOf = (picture: Picture): Picture =>
  crop(picture, { x: 0, y: 0, width: picture.width, height: picture.height });

/** The picture's own background, out of focus; it lies where the picture does. */
export async function blurred(
  picture: Pyramid,
  cutout: Pyramid,
  strength: number,
  work: Worked,
): Promise<Placed<Picture>> {
  const { level, scale } = levelWithin(picture, SIDE);
  const [from, over] = [copyOf(level), copyOf(levelWithin(cutout, SIDE).level)];
  const image = await work('blur', { picture: from, cutout: over, strength }, [from.data.buffer, over.data.buffer]);
  return { image, area: { x: 0, y: 0, width: image.width / scale, height: image.height / scale } };
}

/** A picture of the person's own, filling the frame. */
export async function covering(picture: Blob, frame: Box, work: Worked): Promise<Placed<Picture>> {
  const scale = Math.min(1, SIDE / Math.max(frame.width, frame.height));
  const size = {
    width: Math.max(1, Math.round(frame.width * scale)),
    height: Math.max(1, Math.round(frame.height * scale)),
  };
  return { image: await work('cover', { picture, ...size }), area: frame };
}

/** A gradient that fills the frame; so smooth that a small one will do. */
export function graded(gradient: Gradient, frame: Box): Placed<Picture> {
  const scale = Math.min(1, SIDE / 2 / Math.max(frame.width, frame.height));
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  return { image: gradientPicture(gradient, side(frame.width), side(frame.height)), area: frame };
}

/** The shadow on the ground, computed on a small level of the cutout: what is saved has the same. */
export async function grounded(
  cutout: Pyramid,
  shadow: GroundShadow,
  work: Worked,
): Promise<Placed<Matte> | undefined> {
  const { level, scale } = levelWithin(cutout, SIDE);
  const shape = alphaOf(level);
  const found = await work('ground', { shape, shadow, scale }, [shape.data.buffer]);
  if (!found) return undefined;
  const { x, y, width, height } = found.area;
  return { image: found.alpha, area: { x: x / scale, y: y / scale, width: width / scale, height: height / scale } };
}

/** Outline and shadow of the cutout, computed on a small level of it. */
export async function stickered(
  cutout: Pyramid,
  sticker: Sticker,
  work: Worked,
): Promise<Pick<Under, 'outline' | 'shadow'>> {
  if (!sticker.outline && !sticker.shadow) return {};
  const { level, scale } = levelWithin(cutout, SIDE);
  const area = grow({ x: 0, y: 0, width: level.width, height: level.height }, Math.ceil(reachOf(sticker) * scale));
  const shape = alphaOf(cropOver(level, area));
  // Where it falls to is seen to when it is drawn: whichever way the person is turned, that stays the same.
  const still = sticker.shadow && { ...sticker, shadow: { ...sticker.shadow, x: 0, y: 0 } };
  const alphas = await work('sticker', { shape, sticker: still ?? sticker, scale }, [shape.data.buffer]);
  const placed = {
    x: area.x / scale,
    y: area.y / scale,
    width: area.width / scale,
    height: area.height / scale,
  };
  return {
    ...(alphas.outline && {
      outline: { colour: sticker.outline!.colour, alpha: { image: alphas.outline, area: placed } },
    }),
    ...(alphas.shadow && {
      shadow: { colour: sticker.shadow!.colour, alpha: { image: alphas.shadow, area: placed }, fall: sticker.shadow! },
    }),
  };
}
