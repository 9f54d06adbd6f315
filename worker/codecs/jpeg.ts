import createDecoder from '@jsquash/jpeg/codec/dec/mozjpeg_dec.js';
import wasm from '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm';
import type { Picture } from '../../shared/image/picture.ts';
import { withCodec } from './wasm.ts';

/** Decodes a JPEG as it is stored. @throws whatever the codec throws; TypeError where it gives nothing. */
export const decodeJpeg = (bytes: Uint8Array): Promise<Picture> =>
  withCodec(createDecoder, wasm, (codec) => codec.decode(bytes as never, false) as unknown as Picture);

/** Frame headers: SOF0 to SOF15, but for DHT, JPG and DAC, which share their range. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** How many components a JPEG has (4: CMYK); 0 where no frame header is found. */
export function componentsOf(bytes: Uint8Array): number {
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1];
    if (isFrame(marker)) return bytes[at + 9];
    // Fill bytes may stand before a marker.
    at += marker === 0xff ? 1 : 2 + (bytes[at + 2] << 8) + bytes[at + 3];
  }
  return 0;
}

/** More scans than any encoder writes (ten or so, when progressive): each costs a pass over the whole picture. */
const MOST_SCANS = 64;

/** True for a JPEG made to keep a decoder busy. */
export function hasTooManyScans(bytes: Uint8Array): boolean {
  let scans = 0;
  for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    if (bytes[at + 1] === 0xda && ++scans > MOST_SCANS) return true;
  }
  return false;
}
