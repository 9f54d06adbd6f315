import { chunksOf } from '../containers/chunks.ts';
import { ByteReader, fourCC } from '../reader.ts';
import { inflateProfile } from './inflate-profile.ts';
import type { Found, StatedColour } from './stated.ts';

const [IHDR, CICP, ICCP, SRGB, GAMA, CHRM, IDAT] = ['IHDR', 'cICP', 'iCCP', 'sRGB', 'gAMA', 'cHRM', 'IDAT'].map(fourCC);

/** What is kept of a PNG: one of hundreds of thousands of tiny chunks, all of other types, must not fill the memory. */
const READ_HERE: ReadonlySet<number> = new Set([IHDR, CICP, ICCP, SRGB, GAMA, CHRM]);

const COLOUR_TYPE_AT = 9;
const GREY_TYPES = [0, 4];
/** gAMA and cHRM hold hundred-thousandths. */
const UNIT = 100_000;

/** PNG's third edition, 4.3: of several statements cICP comes first, then iCCP, sRGB, and gAMA with cHRM. */
export function pngColour(bytes: Uint8Array): Found | undefined {
  const chunks = new Map<number, ByteReader>();
  for (const { type, data, whole } of chunksOf(bytes)) {
    if (type === IDAT) break;
    if (whole && READ_HERE.has(type) && !chunks.has(type))
      chunks.set(type, new ByteReader(data, 'PNG', 'colour chunk'));
  }
  const stated = statementOf(chunks);
  const isGrey = GREY_TYPES.includes(chunks.get(IHDR)?.u8(COLOUR_TYPE_AT) ?? -1);
  return stated && { stated, isGrey };
}

function statementOf(chunks: ReadonlyMap<number, ByteReader>): StatedColour | undefined {
  const cicp = chunks.get(CICP);
  // A matrix other than RGB's is for video.
  if (cicp?.length === 4 && cicp.u8(2) === 0) {
    return { kind: 'cicp', primaries: cicp.u8(0), transfer: cicp.u8(1), isFullRange: cicp.u8(3) !== 0 };
  }
  const iccp = chunks.get(ICCP);
  const name = iccp ? iccp.bytes.indexOf(0) : -1;
  const profile = iccp && name >= 0 ? inflateProfile(iccp.bytes.subarray(name + 2)) : undefined;
  if (profile) return { kind: 'icc', profile };
  if (chunks.has(SRGB)) return undefined;
  const exponent = (chunks.get(GAMA)?.u32(0) ?? 0) / UNIT || undefined;
  const chrm = chunks.get(CHRM);
  const chromaticities = chrm && Array.from({ length: 8 }, (_, i) => chrm.u32(i * 4) / UNIT);
  return exponent || chromaticities ? { kind: 'gamma', exponent, chromaticities } : undefined;
}
