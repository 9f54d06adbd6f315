import { segmentsOf } from '../containers/segments.ts';
import { exifOrientation } from '../exif.ts';
import type { Header, Orientation } from '../header.ts';
import { ByteReader, hasMagic } from '../reader.ts';

const SOF_BASELINE = 0xc0;
const SOF_PROGRESSIVE = 0xc2;
const DHT = 0xc4;
const JPG = 0xc8;
const SOF_LAST = 0xcf;
const DAC = 0xcc;
const SOS = 0xda;
const APP1 = 0xe1;

/** By its start mark and the mark after it. */
export const isJpeg = (bytes: Uint8Array): boolean => hasMagic(bytes, 0, '\xff\xd8\xff');

/** Frame headers: SOF0 to SOF15, but for DHT, JPG and DAC, which share their range. */
export const isFrame = (marker: number): boolean =>
  marker >= SOF_BASELINE && marker <= SOF_LAST && marker !== DHT && marker !== JPG && marker !== DAC;

/** ITU-T T.81, annex B. The end mark may be missing: only the decoder knows whether rows are. */
export function readJpeg(bytes: Uint8Array): Header {
  const reader = new ByteReader(bytes, 'JPEG');
  let size: { width: number; height: number } | undefined;
  let orientation: Orientation | undefined;
  let scans = 0;
  const segments = segmentsOf(reader);
  let next = segments.next();
  for (; !next.done; next = segments.next()) {
    const { marker, at, length } = next.value;
    const segment = reader.slice(at, length, 'frame header');
    if (isFrame(marker)) size ??= readFrame(segment, marker);
    else if (marker === SOS) scans++;
    else if (marker === APP1 && hasMagic(segment.bytes, 0, 'Exif\0\0')) orientation ??= exifOrientation(segment.bytes);
    if (marker === SOS && !size) throw reader.damaged('its frame header is missing');
  }
  if (!size || !scans) throw reader.damaged('it holds no picture data');
  const header = { ...size, orientation: orientation ?? 1, animated: false };
  return next.value.finished ? header : { ...header, unfinished: true };
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
