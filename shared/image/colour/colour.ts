import type { StatedColour } from '../../sniff/colour/stated.ts';
import { spaceOfCodePoints } from './cicp.ts';
import { spaceOfProfile } from './icc.ts';
import { BT709, toLinearSrgb } from './primaries.ts';
import { type ColourSpace, linearOfSrgb, srgbOfLinear } from './space.ts';
import { power } from './transfer.ts';

/** The exponent 1/2.2, and all that encoders write for it, stands for sRGB's curve. */
const USUAL_EXPONENT = [0.449, 0.461] as const;
/** How far a space may be from sRGB, in levels of 255, to be taken for it. */
const NEAR = 0.6;

/**
 * The space that a file's numbers are in, from what it says of its colours.
 *
 * @returns `srgb` where nothing is to be done; `unknown` for a profile of tables or for CMYK, which the core does not convert.
 */
export function spaceOf(stated: StatedColour | undefined): ColourSpace | 'srgb' | 'unknown' {
  if (!stated) return 'srgb';
  const space = read(stated);
  if (!space) return 'unknown';
  return isSrgb(space) ? 'srgb' : space;
}

/** Whether the core converts this space exactly; what it knows only roughly, or not at all, the host's decoder does better. */
export const isExact = (space: ReturnType<typeof spaceOf>): space is ColourSpace | 'srgb' =>
  space !== 'unknown' && !(typeof space === 'object' && space.approximate);

function read(stated: StatedColour): ColourSpace | undefined {
  if (stated.kind === 'icc') return spaceOfProfile(stated.profile);
  if (stated.kind === 'cicp') return spaceOfCodePoints(stated);
  const { exponent, chromaticities } = stated;
  const isUsual = !exponent || (exponent > USUAL_EXPONENT[0] && exponent < USUAL_EXPONENT[1]);
  const curve = isUsual ? linearOfSrgb : power(1 / exponent);
  return { curves: [curve, curve, curve], matrix: toLinearSrgb(chromaticities ?? BT709) ?? toLinearSrgb(BT709) };
}

const STEPS = [0, 0.2, 0.4, 0.6, 0.8, 1];
const GREYS = Array.from({ length: 52 }, (_, i) => i / 51);

function isSrgb(space: ColourSpace): boolean {
  if (space.display || space.approximate) return false;
  const isNear = (...colour: number[]) => {
    const light = colour.map((value, c) => space.curves[c](value));
    return colour.every((value, c) => {
      const m = space.matrix?.slice(c * 3, c * 3 + 3);
      const linear = m ? m[0] * light[0] + m[1] * light[1] + m[2] * light[2] : light[c];
      return Math.abs(srgbOfLinear(Math.min(1, Math.max(0, linear))) - value) * 255 < NEAR;
    });
  };
  return (
    GREYS.every((grey) => isNear(grey, grey, grey)) &&
    STEPS.every((red) => STEPS.every((green) => STEPS.every((blue) => isNear(red, green, blue))))
  );
}
