import { blurRadius, blurReach } from '../box-filter.ts';
import type { Box, Size } from '../geometry.ts';
import { pasteMatte } from '../paste.ts';
import { type Matte, newMatte } from '../picture.ts';
import { dropShadow } from './drop-shadow.ts';
import { groundShadow } from './ground-shadow.ts';

/** On the ground that the figure stands on, or straight behind it, to the right and down. */
export const SHADOWS = ['ground', 'drop'] as const;
export type ShadowKind = (typeof SHADOWS)[number];

/** What a shadow is like unless something else is asked for; blur (standard deviation) and distance are shares of the picture's longer side. */
export const SHADOW_DEFAULTS = { opacity: 0.4, blur: 0.012, distance: 0.012, lean: 0.4 } as const;

/** A shadow's alpha, and which part of the picture it covers, in pixels of that; it may reach over the edges. */
export interface CastShadow {
  readonly alpha: Matte;
  readonly area: Box;
}

/**
 * The shadow that a cutout throws.
 *
 * @param shape its alpha, which may be smaller than the picture: a few hundred pixels a side will do.
 * @param picture the size of the picture that `shape` covers.
 * @param side the longer side of the picture that lengths are shares of.
 * @param opacity 0..1.
 * @returns undefined where nothing is visible.
 */
export function castShadow(
  shape: Matte,
  picture: Size,
  kind: ShadowKind,
  side: number = Math.max(picture.width, picture.height),
  opacity: number = SHADOW_DEFAULTS.opacity,
): CastShadow | undefined {
  const scale = shape.width / picture.width;
  const blur = SHADOW_DEFAULTS.blur * side;
  const enlarged = (alpha: Matte, { x, y, width, height }: Box, fall = 0): CastShadow => ({
    alpha,
    area: { x: x / scale + fall, y: y / scale + fall, width: width / scale, height: height / scale },
  });
  if (kind === 'ground') {
    const found = groundShadow(shape, { lean: SHADOW_DEFAULTS.lean, blur, opacity }, scale);
    return found && enlarged(found.alpha, found.area);
  }
  const room = blurReach(blurRadius(blur * scale)) + 1;
  const grown = newMatte(shape.width + 2 * room, shape.height + 2 * room);
  pasteMatte(grown, shape, { x: room, y: room });
  const alpha = dropShadow(grown, { x: 0, y: 0, blur: blur * scale, opacity });
  const area = { x: -room, y: -room, width: alpha.width, height: alpha.height };
  return enlarged(alpha, area, SHADOW_DEFAULTS.distance * side * Math.SQRT1_2);
}
