import { segmentsOf } from '../../shared/sniff/containers/segments.ts';
import { ByteReader } from '../../shared/sniff/reader.ts';

const SOS = 0xda;

/** More scans than any encoder writes (ten or so, when progressive): each costs a pass over the whole picture. */
const MOST_SCANS = 64;

/** True for a sniffed JPEG that was made to keep a decoder busy. */
export function hasTooManyScans(bytes: Uint8Array): boolean {
  let scans = 0;
  for (const { marker } of segmentsOf(new ByteReader(bytes, 'JPEG')))
    if (marker === SOS && ++scans > MOST_SCANS) return true;
  return false;
}
