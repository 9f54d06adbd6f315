import { parseLengths } from '../../shared/contracts/lengths.ts';
import type { MatteQuery } from '../../shared/contracts/matte-query.ts';
import { alphaOf } from '../../shared/image/alpha.ts';
import type { Box, Size } from '../../shared/image/geometry.ts';
import type { Picture } from '../../shared/image/picture.ts';
import { type CastShadow, castShadow } from '../../shared/image/shadow/cast-shadow.ts';
import type { Placement } from '../../shared/image/shadow/lay-under.ts';

/**
 * The shadow of what was cut out, where it lies in the whole picture.
 *
 * @param shape the cutout of a part, which may be smaller than that.
 * @param part where that lies in the whole picture.
 */
export function shadowOf(
  shape: Picture,
  part: Box,
  whole: Size,
  { shadow, shadow_opacity }: Pick<MatteQuery, 'shadow' | 'shadow_opacity'>,
): CastShadow | undefined {
  if (!shadow) return undefined;
  const opacity = shadow_opacity === undefined ? undefined : parseLengths(shadow_opacity)![0].value / 100;
  const cast = castShadow(alphaOf(shape), part, shadow, Math.max(whole.width, whole.height), opacity);
  return cast && { ...cast, area: { ...cast.area, x: cast.area.x + part.x, y: cast.area.y + part.y } };
}

/** How what was in one box lies in another. */
export const placementOf = (from: Box, to: Box): Placement => ({ from, to, scale: to.width / from.width });
