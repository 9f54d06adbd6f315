import { exifOrientation } from '../exif.ts';
import type { Header, Orientation } from '../header.ts';
import { ByteReader, hasMagic } from '../reader.ts';

const SOF_BASELINE = 0xc0;
const SOF_PROGRESSIVE = 0xc2;
const DHT = 0xc4;
const JPG = 0xc8;
const SOF_LAST = 0xcf;
const DAC = 0xcc;
const RST0 = 0xd0;
const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP1 = 0xe1;

export const isJpeg = (bytes: Uint8Array): boolean => hasMagic(bytes, 0, '\xff\xd8\xff');

const isFrame = (marker: number): boolean =>
  marker >= SOF_BASELINE && marker <= SOF_LAST && marker !== DHT && marker !== JPG && marker !== DAC;

/** Stuffed zeros, reserved markers and those without a length; all of them occur within entropy-coded data. */
const standsAlone = (marker: number): boolean => marker < SOF_BASELINE || (marker >= RST0 && marker <= SOI);

/**
 * ITU-T T.81, annex B. Walks the segments, so an EXIF thumbnail's own end is not taken for the picture's, and stops at
 * the picture's end, so whatever follows it does not matter.
 */
export function readJpeg(bytes: Uint8Array): Header {
  const reader = new ByteReader(bytes, 'JPEG');
  let size: { width: number; height: number } | undefined;
  let orientation: Orientation | undefined;
  let scans = 0;
  for (let at = 2; ; ) {
    at = bytes.indexOf(0xff, at);
    if (at < 0) throw reader.truncated();
    while (reader.u8(at) === 0xff) at++;
    const marker = bytes[at++];
    if (standsAlone(marker)) continue;
    if (marker === EOI) break;
    const length = reader.u16(at);
    if (length < 2) throw reader.damaged('one of its segments has no length');
    const segment = reader.slice(at + 2, length - 2, 'frame header');
    if (isFrame(marker)) size ??= readFrame(segment, marker);
    else if (marker === SOS) scans++;
    else if (marker === APP1 && hasMagic(segment.bytes, 0, 'Exif\0\0')) orientation ??= exifOrientation(segment.bytes);
    if (marker === SOS && !size) throw reader.damaged('its frame header is missing');
    at += length;
  }
  if (!size || !scans) throw reader.damaged('it holds no picture data');
  return { ...size, orientation: orientation ?? 1, animated: false };
}

function readFrame(frame: ByteReader, marker: number): { width: number; height: number } {
  if (marker > SOF_PROGRESSIVE) throw frame.unsupported('uses lossless, hierarchical or arithmetic coding');
  if (frame.u8(0) !== 8) throw frame.unsupported(`has ${frame.u8(0)} bits per channel`);
  const height = frame.u16(1);
  const width = frame.u16(3);
  const channels = frame.u8(5);
  if (width === 0 || height === 0) throw frame.damaged(`its header says ${width} × ${height} pixels`);
  if (channels !== 1 && channels !== 3 && channels !== 4) throw frame.damaged(`its header says ${channels} channels`);
  return { width, height };
}
