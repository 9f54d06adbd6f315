import createDecoder from '@jsquash/jpeg/codec/dec/mozjpeg_dec.js';
import wasm from '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm';
import type { Picture } from '../../shared/image/picture.ts';
import { withCodec } from './wasm.ts';

/** Decodes a JPEG as it is stored. @throws whatever the codec throws; TypeError where it gives nothing. */
export const decodeJpeg = (bytes: Uint8Array): Promise<Picture> =>
  withCodec(createDecoder, wasm, (codec) => codec.decode(bytes as never, false) as unknown as Picture);

/** Frame headers: SOF0 to SOF15, but for DHT, JPG and DAC, which share their range. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** Stuffed zeros, reserved markers and those without a length: all of them stand within the data of a scan. */
const standsAlone = (marker: number): boolean => marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd8);
const [EOI, SOS] = [0xd9, 0xda];

/**
 * The segments of a JPEG up to its end (ITU-T T.81, annex B). What lies in a comment, in a thumbnail or behind the end is
 * no marker of the picture's.
 *
 * @returns each marker, and where the length behind it stands.
 */
function* segmentsOf(bytes: Uint8Array): Generator<{ readonly marker: number; readonly at: number }> {
  for (let at = bytes.indexOf(0xff, 2); at >= 0; at = bytes.indexOf(0xff, at)) {
    while (bytes[at] === 0xff) at++;
    const marker = bytes[at++];
    if (marker === EOI || at + 2 > bytes.length) return;
    if (standsAlone(marker)) continue;
    yield { marker, at };
    at += (bytes[at] << 8) + bytes[at + 1];
  }
}

/** How many components a JPEG has (4: CMYK); 0 where no frame header is found. */
export function componentsOf(bytes: Uint8Array): number {
  for (const { marker, at } of segmentsOf(bytes)) if (isFrame(marker)) return bytes[at + 7] ?? 0;
  return 0;
}

/** More scans than any encoder writes (ten or so, when progressive): each costs a pass over the whole picture. */
const MOST_SCANS = 64;

/** True for a JPEG made to keep a decoder busy. */
export function hasTooManyScans(bytes: Uint8Array): boolean {
  let scans = 0;
  for (const { marker } of segmentsOf(bytes)) if (marker === SOS && ++scans > MOST_SCANS) return true;
  return false;
}
