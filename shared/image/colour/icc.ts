import { ByteReader, fourCC, hasMagic, latin1 } from '../../sniff/reader.ts';
import { spaceOfCodePoints } from './cicp.ts';
import { type ColourSpace, type Curve, inverse, type Matrix, times } from './space.ts';

const [COLOUR_AT, CONNECTION_AT, SIGNATURE_AT, TAGS_AT] = [16, 20, 36, 128];
const MOST_TAGS = 100;
const [CURV, PARA] = ['curv', 'para'].map(fourCC);

/** sRGB's red, green and blue under D50, which profiles connect by; in the rounding that its own profiles have. */
const SRGB_D50: Matrix = [0x6fa2, 0x6299, 0x24a0, 0x38f5, 0xb785, 0x0f84, 0x0390, 0x18da, 0xb6cf].map(
  (value) => value / 65_536,
);

/**
 * The space that an ICC profile (ICC.1:2022) describes by curves: RGB with a matrix, or grey.
 *
 * @returns undefined for any other profile, and for what is none.
 */
export function spaceOfProfile(profile: Uint8Array): ColourSpace | undefined {
  try {
    const reader = new ByteReader(profile, 'ICC profile', 'profile');
    if (!hasMagic(profile, SIGNATURE_AT, 'acsp')) return undefined;
    const colour = latin1(profile, COLOUR_AT, 4);
    const tags = tagsOf(reader);
    if (colour === 'GRAY') return greySpace(tags, latin1(profile, CONNECTION_AT, 4) === 'Lab ');
    return colour === 'RGB ' ? matrixSpace(tags) : undefined;
  } catch {
    return undefined;
  }
}

type Tags = ReadonlyMap<string, ByteReader>;

function tagsOf(reader: ByteReader): Tags {
  const tags = new Map<string, ByteReader>();
  const count = Math.min(reader.u32(TAGS_AT), MOST_TAGS);
  for (let at = TAGS_AT + 4; at < TAGS_AT + 4 + count * 12; at += 12) {
    tags.set(latin1(reader.bytes, at, 4), reader.slice(reader.u32(at + 4), reader.u32(at + 8), 'tag'));
  }
  return tags;
}

function greySpace(tags: Tags, isLab: boolean): ColourSpace | undefined {
  const curve = curveOf(tags.get('kTRC'));
  if (!curve) return undefined;
  const light = isLab ? (value: number) => lightOfLab(curve(value)) : curve;
  return { curves: [light, light, light], matrix: undefined };
}

/** The light of a lightness, 0..1 both. */
const lightOfLab: Curve = (lightness) => {
  const f = (lightness * 100 + 16) / 116;
  return f > 6 / 29 ? f ** 3 : 3 * (6 / 29) ** 2 * (f - 4 / 29);
};

function matrixSpace(tags: Tags): ColourSpace | undefined {
  const cicp = tags.get('cicp');
  // A profile for HDR says so here, beside curves for those who don't know.
  if (cicp && [16, 18].includes(cicp.u8(9))) {
    return spaceOfCodePoints({ kind: 'cicp', primaries: cicp.u8(8), transfer: cicp.u8(9), isFullRange: true });
  }
  const [red, green, blue] = ['rTRC', 'gTRC', 'bTRC'].map((name) => curveOf(tags.get(name)));
  const columns = ['rXYZ', 'gXYZ', 'bXYZ'].map((name) => tags.get(name));
  if (!red || !green || !blue || !columns.every((column) => column !== undefined)) return undefined;
  const colorants = [8, 12, 16].flatMap((at) => columns.map((column) => fixed(column as ByteReader, at)));
  const space: ColourSpace = { curves: [red, green, blue], matrix: times(inverse(SRGB_D50), colorants) };
  return tags.has('A2B0') ? { ...space, approximate: true } : space;
}

/** A signed number with sixteen bits after its point. */
const fixed = (reader: ByteReader, at: number): number => (reader.u32(at) | 0) / 65_536;

function curveOf(tag: ByteReader | undefined): Curve | undefined {
  if (tag?.u32(0) === CURV) return sampled(tag);
  return tag?.u32(0) === PARA ? parametric(tag) : undefined;
}

const clipped =
  (curve: Curve): Curve =>
  (value) =>
    Math.min(1, Math.max(0, curve(value) || 0));

function sampled(tag: ByteReader): Curve {
  const count = tag.u32(8);
  if (count === 0) return (value) => value;
  if (count === 1) {
    const gamma = tag.u16(12) / 256;
    return (value) => value ** gamma;
  }
  tag.need(12, count * 2);
  return (value) => {
    const place = Math.min(1, Math.max(0, value)) * (count - 1);
    const below = Math.min(Math.trunc(place), count - 2);
    const [low, high] = [tag.u16(12 + below * 2), tag.u16(14 + below * 2)];
    return (low + (high - low) * (place - below)) / 65_535;
  };
}

/** ICC.1:2022, 10.18: how many numbers each kind of function has. */
const PARAMETERS = [1, 3, 4, 5, 7];

function parametric(tag: ByteReader): Curve | undefined {
  const kind = tag.u16(8);
  const count = PARAMETERS[kind];
  if (count === undefined) return undefined;
  const [g, a = 1, b = 0, ...rest] = Array.from({ length: count }, (_, i) => fixed(tag, 12 + i * 4));
  const above: Curve = (value) => Math.max(0, a * value + b) ** g;
  if (kind === 0) return clipped((value) => value ** g);
  if (kind === 1) return clipped((value) => (value >= -b / a ? above(value) : 0));
  if (kind === 2) return clipped((value) => (value >= -b / a ? above(value) + rest[0] : rest[0]));
  const [c, d, e = 0, f = 0] = rest;
  return clipped((value) => (value >= d ? above(value) + e : c * value + f));
}
