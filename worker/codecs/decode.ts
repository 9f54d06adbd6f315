import { type Samples, toSrgb } from '../../shared/image/colour/convert.ts';
import { orient } from '../../shared/image/orient.ts';
import type { Picture } from '../../shared/image/picture.ts';
import { decodePng } from '../../shared/image/png/decode.ts';
import type { Sniffed } from '../../shared/sniff/header.ts';
import { asDecodersWantIt } from '../../shared/sniff/mend.ts';
import { cutOff } from '../../shared/sniff/reader.ts';
import { spaceFor } from './colour.ts';
import { damaged, type ReadFormat } from './inspect.ts';
import { decodeJpeg } from './jpeg/open-jpeg.ts';
import { inflate } from './png/inflate.ts';
import { decodeWebp } from './webp.ts';

type Decoder = (bytes: Uint8Array) => Promise<Samples>;

const DECODERS: Record<ReadFormat, Decoder> = {
  jpeg: async (bytes) => decodeJpeg(bytes),
  png: (bytes) => decodePng(bytes, inflate),
  webp: decodeWebp,
};

/**
 * Decodes an inspected image: upright, 8 bits a channel, in sRGB as far as `spaceFor` knows.
 *
 * @throws CutoutError `damaged`, or `truncated` where rows are missing.
 */
export async function decode(bytes: Uint8Array, sniffed: Sniffed): Promise<Picture> {
  const { format, width, height, orientation, unfinished } = sniffed;
  const decoded = await DECODERS[format as ReadFormat](asDecodersWantIt(bytes, sniffed)).catch((cause) => {
    throw unfinished ? cutOff(format.toUpperCase()) : damaged(cause);
  });
  const upright = decoded && orient(toSrgb(decoded, spaceFor(bytes, format).space), orientation);
  if (upright?.width !== width || upright.height !== height) throw damaged();
  return upright;
}
