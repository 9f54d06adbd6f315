import { ByteReader, fourCC } from '../reader.ts';
import type { Found } from './stated.ts';

const ICCP = fourCC('ICCP');

/** The ICC profile of a WebP (RFC 9649, 2.7.1.4), which is never stored as grey. */
export function webpColour(bytes: Uint8Array): Found | undefined {
  const riff = new ByteReader(bytes, 'WebP');
  for (let at = 12; at + 8 <= riff.length; ) {
    const length = riff.u32le(at + 4);
    if (riff.u32(at) === ICCP) {
      return { stated: { kind: 'icc', profile: riff.slice(at + 8, length, 'profile').bytes }, isGrey: false };
    }
    at += 8 + length + (length & 1);
  }
  return undefined;
}
