import { exifOrientation } from '../exif.ts';
import type { Header, Orientation } from '../header.ts';
import { ByteReader, fourCC, hasMagic } from '../reader.ts';

const VP8 = fourCC('VP8 ');
const VP8L = fourCC('VP8L');
const VP8X = fourCC('VP8X');
const ANMF = fourCC('ANMF');
const EXIF = fourCC('EXIF');

const ANIMATION_FLAG = 0x02;
const START_CODE = 0x9d012a;
const LOSSLESS_SIGNATURE = 0x2f;

/** By `RIFF` and `WEBP`. */
export const isWebp = (bytes: Uint8Array): boolean => hasMagic(bytes, 0, 'RIFF') && hasMagic(bytes, 8, 'WEBP');

/** RFC 9649. */
export function readWebp(bytes: Uint8Array): Header {
  const file = new ByteReader(bytes, 'WebP');
  const end = file.u32le(4) + 8;
  file.need(0, end);
  const riff = file.slice(0, end, 'RIFF container');
  let canvas: { width: number; height: number; animated: boolean } | undefined;
  let frame: { width: number; height: number } | undefined;
  let orientation: Orientation | undefined;
  for (let at = 12; at + 8 <= end; ) {
    const type = riff.u32(at);
    const length = riff.u32le(at + 4);
    const data = riff.slice(at + 8, length, 'picture data');
    if (type === VP8X) canvas ??= readCanvas(data);
    else if (type === VP8) frame ??= readLossy(data);
    else if (type === VP8L) frame ??= readLossless(data);
    else if (type === ANMF) frame ??= { width: data.u24le(6) + 1, height: data.u24le(9) + 1 };
    // RFC 9649, 2.7.1.5: readers may ignore all but the first.
    else if (type === EXIF) orientation ??= exifOrientation(data.bytes);
    at += 8 + length + (length & 1);
  }
  if (!frame) throw file.damaged('it holds no picture data');
  const { width, height } = canvas ?? frame;
  return { width, height, orientation: orientation ?? 1, animated: canvas?.animated ?? false };
}

const readCanvas = (data: ByteReader) => ({
  animated: (data.u8(0) & ANIMATION_FLAG) !== 0,
  width: data.u24le(4) + 1,
  height: data.u24le(7) + 1,
});

function readLossy(data: ByteReader): { width: number; height: number } {
  if (data.u32(2) % 2 ** 24 !== START_CODE) throw data.damaged('its frame does not start as a picture does');
  const width = data.u16le(6) & 0x3fff;
  const height = data.u16le(8) & 0x3fff;
  if (width === 0 || height === 0) throw data.damaged(`its header says ${width} × ${height} pixels`);
  return { width, height };
}

function readLossless(data: ByteReader): { width: number; height: number } {
  if (data.u8(0) !== LOSSLESS_SIGNATURE) throw data.damaged('its frame does not start as a picture does');
  const bits = data.u32le(1);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}
