import type { Header } from '../header.ts';
import { ByteReader, hasMagic } from '../reader.ts';
import { isPng, readPng } from './png.ts';

const DIRECTORY = 6;
const ENTRY = 16;

/** By its type, and that it lists a picture. */
export const isIco = (bytes: Uint8Array): boolean =>
  hasMagic(bytes, 0, '\0\0\x01\0') && bytes.length > DIRECTORY && bytes[4] + bytes[5] > 0;

/** Microsoft's icon file: several pictures, each a PNG or a bitmap; browsers show the largest. */
export function readIco(bytes: Uint8Array): Header {
  const reader = new ByteReader(bytes, 'ICO');
  const count = reader.u16le(4);
  let largest = { width: 0, height: 0, at: 0, length: 0 };
  for (let i = 0; i < count; i++) {
    const entry = DIRECTORY + i * ENTRY;
    const width = reader.u8(entry) || 256;
    const height = reader.u8(entry + 1) || 256;
    if (width * height <= largest.width * largest.height) continue;
    largest = { width, height, length: reader.u32le(entry + 8), at: reader.u32le(entry + 12) };
  }
  const { width, height, at, length } = largest;
  if (length < ENTRY) throw reader.damaged('it holds no picture data');
  reader.need(at, length);
  const data = bytes.subarray(at, at + length);
  return isPng(data) ? readPng(data) : { width, height, orientation: 1, animated: false };
}
