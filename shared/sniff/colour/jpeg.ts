import { concatBytes } from '../../bytes.ts';
import { segmentsOf } from '../containers/segments.ts';
import { ByteReader, hasMagic } from '../reader.ts';
import type { Found } from './stated.ts';

const APP2 = 0xe2;
const SOS = 0xda;
const MAGIC = 'ICC_PROFILE\0';
/** The magic, the part's number from 1, and how many there are. */
const HEAD = MAGIC.length + 2;
const [SOF_FIRST, SOF_LAST] = [0xc0, 0xc2];
const COMPONENTS_AT = 5;

/** The ICC profile in a JPEG's APP2 segments (ICC.1:2022, B.4); one with a part missing is none. */
export function jpegColour(bytes: Uint8Array): Found | undefined {
  const parts: Uint8Array[] = [];
  let count = 0;
  let isGrey = false;
  for (const { marker, at, length } of segmentsOf(new ByteReader(bytes, 'JPEG'))) {
    const body = bytes.subarray(at, at + length);
    if (marker === SOS) break;
    if (marker >= SOF_FIRST && marker <= SOF_LAST) isGrey = body[COMPONENTS_AT] === 1;
    if (marker !== APP2 || body.length <= HEAD || !hasMagic(body, 0, MAGIC)) continue;
    count = body[HEAD - 1];
    parts[body[HEAD - 2] - 1] ??= body.subarray(HEAD);
  }
  if (count === 0 || parts.length !== count || Object.keys(parts).length !== count) return undefined;
  return { stated: { kind: 'icc', profile: concatBytes(parts) }, isGrey };
}
