import { concatBytes } from '../bytes.ts';
import { segmentsOf } from './containers/segments.ts';
import type { PictureFormat } from './header.ts';
import { ByteReader, fourCC, hasMagic } from './reader.ts';

const APP1 = 0xe1;
const [PNG_EXIF, WEBP_EXIF] = [fourCC('eXIf'), fourCC('EXIF')];
/** The type of a WebP chunk that nobody knows. */
const UNKNOWN = [0x65, 0x78, 0x69, 0x66];

const HIDERS: Partial<Record<PictureFormat, (bytes: Uint8Array) => Uint8Array>> = {
  jpeg: hideInJpeg,
  png: hideInPng,
  webp: hideInWebp,
};

/**
 * A sniffed picture without its EXIF, for decoders that turn a picture by what they find there and can't be told not to:
 * `sniff` alone says how it stands. What has none is returned as it is.
 */
export const withoutExif = (bytes: Uint8Array, format: PictureFormat): Uint8Array => HIDERS[format]?.(bytes) ?? bytes;

/** Takes the name from the segments. */
function hideInJpeg(bytes: Uint8Array): Uint8Array {
  let copy: Uint8Array | undefined;
  for (const { marker, at, length } of segmentsOf(new ByteReader(bytes, 'JPEG'))) {
    if (marker !== APP1 || length < 6 || !hasMagic(bytes, at, 'Exif\0\0')) continue;
    copy ??= bytes.slice();
    copy.fill(0, at, at + 4);
  }
  return copy ?? bytes;
}

/** Takes the chunks out, whose CRC would no longer fit under another name. */
function hideInPng(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Uint8Array[] = [];
  let from = 0;
  for (let at = 8; at + 8 <= bytes.length; ) {
    const next = at + 12 + view.getUint32(at);
    if (view.getUint32(at + 4) === PNG_EXIF) {
      parts.push(bytes.subarray(from, at));
      from = Math.min(next, bytes.length);
    }
    at = next;
  }
  return parts.length > 0 ? concatBytes([...parts, bytes.subarray(from)]) : bytes;
}

/** Gives the chunks another name. */
function hideInWebp(bytes: Uint8Array): Uint8Array {
  const riff = new ByteReader(bytes, 'WebP');
  let copy: Uint8Array | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    if (riff.u32(at) === WEBP_EXIF) {
      copy ??= bytes.slice();
      copy.set(UNKNOWN, at);
    }
    const length = riff.u32le(at + 4);
    at += 8 + length + (length & 1);
  }
  return copy ?? bytes;
}
