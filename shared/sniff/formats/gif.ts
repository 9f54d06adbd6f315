import type { Frame, Header } from '../header.ts';
import { ByteReader, hasMagic } from '../reader.ts';

const EXTENSION = 0x21;
const FRAME = 0x2c;
const TRAILER = 0x3b;

/** By `GIF87a` or `GIF89a`. */
export const isGif = (bytes: Uint8Array): boolean => hasMagic(bytes, 0, 'GIF87a') || hasMagic(bytes, 0, 'GIF89a');

/** GIF89a specification, CompuServe 1990. Only the first frame is shown, so only the first must be whole. */
export function readGif(bytes: Uint8Array): Header {
  const reader = new ByteReader(bytes, 'GIF');
  const width = reader.u16le(6);
  const height = reader.u16le(8);
  if (width === 0 || height === 0) throw reader.damaged(`its header says ${width} × ${height} pixels`);
  let at = 13 + paletteBytes(reader.u8(10));
  let frame: Frame | undefined;
  const header = (animated: boolean): Header => ({
    width,
    height,
    orientation: 1,
    animated,
    ...(frame && !fills(frame, width, height) && { frame }),
  });
  for (let frames = 0; ; ) {
    if (frames > 0 && at >= bytes.length) return header(false);
    const block = reader.u8(at);
    if (block === FRAME && frames > 0) return header(true);
    if (block === FRAME) {
      frame = {
        left: reader.u16le(at + 1),
        top: reader.u16le(at + 3),
        width: reader.u16le(at + 5),
        height: reader.u16le(at + 7),
      };
      at = afterSubBlocks(reader, at + 11 + paletteBytes(reader.u8(at + 9)), true);
      frames++;
    } else if (block === EXTENSION) {
      at = afterSubBlocks(reader, at + 2, frames === 0);
    } else if (frames > 0) {
      return header(false);
    } else {
      throw reader.damaged(block === TRAILER ? 'it holds no picture data' : 'it has an unknown kind of block');
    }
  }
}

const fills = ({ left, top, width, height }: Frame, screenWidth: number, screenHeight: number): boolean =>
  left === 0 && top === 0 && width >= screenWidth && height >= screenHeight;

const paletteBytes = (flags: number): number => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);

function afterSubBlocks(reader: ByteReader, start: number, required: boolean): number {
  let at = start;
  for (;;) {
    if (!required && at >= reader.length) return at;
    const length = reader.u8(at);
    at += length + 1;
    if (length === 0) return at;
  }
}
