import type { Steps } from '../../steps.ts';
import { alphaOf } from '../alpha.ts';
import type { Size } from '../geometry.ts';
import type { Picture } from '../picture.ts';
import { shrinkTo } from '../resize.ts';
import { castShadow, type ShadowKind } from './cast-shadow.ts';
import { layUnder, type Placement } from './lay-under.ts';

/** A shadow that is asked for. */
export interface Shadow {
  readonly kind: ShadowKind;
  /** 0..1, where it is darkest. Default: that of `SHADOW_DEFAULTS`. */
  readonly opacity?: number | undefined;
}

/** Most pixels of the copy that a shadow is computed from: it is blurred by more than one of these. */
const SHAPE_PIXELS = 640 * 480;

/** Longer side of the whole picture at the scale of that copy: the room for the blur, on all four sides, is a share of it. */
const SHAPE_SIDE = 1024;

/**
 * What the copy that a shadow is computed from may have at most, so that there is room in memory for its blur: `pixels`, and `most`
 * times the size of what it is a copy of.
 */
export const shapeLimits = ({ width, height }: Size): [pixels: number, most: number] => [
  SHAPE_PIXELS,
  SHAPE_SIDE / Math.max(width, height),
];

const HERE: Placement = { from: { x: 0, y: 0 }, to: { x: 0, y: 0 }, scale: 1 };

/** Lays its shadow under a whole cutout, in place. */
export function* shade(cutout: Picture, { kind, opacity }: Shadow): Steps<void> {
  const shape = yield* shrinkTo(cutout, ...shapeLimits(cutout));
  const cast = castShadow(alphaOf(shape), cutout, kind, undefined, opacity);
  if (cast) layUnder(cast, cutout, HERE)(cutout, 0);
}
