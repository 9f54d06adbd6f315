import { brandsOf, findBox } from './containers/boxes.ts';
import { primaryItem } from './containers/items.ts';
import { closeJpeg } from './containers/segments.ts';
import type { Sniffed } from './header.ts';
import { ByteReader } from './reader.ts';

/**
 * The file as every decoder takes it: a JPEG and a PNG have their ends, an AVIF sequence is the still picture that it also holds.
 * Others are returned as they are.
 */
export function asDecodersWantIt(bytes: Uint8Array, { format, unfinished, animated }: Sniffed): Uint8Array {
  if (format === 'jpeg' && unfinished) return closeJpeg(new ByteReader(bytes, 'JPEG'));
  if (format === 'png' && unfinished) return withEnd(bytes);
  return format === 'avif' && animated ? stillAvif(bytes) : bytes;
}

/** PNG's end chunk: no data, its type, its CRC. */
const IEND = [0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82];

function withEnd(png: Uint8Array): Uint8Array {
  const ended = new Uint8Array(png.length + IEND.length);
  ended.set(png);
  ended.set(IEND, png.length);
  return ended;
}

const FIRST_BRAND = 8;
const LAST_LETTER = 3;

/** Takes the brand of a sequence out of the list of what the file is, where it is more than that. */
function stillAvif(bytes: Uint8Array): Uint8Array {
  const meta = findBox(new ByteReader(bytes, 'AVIF'), 'meta');
  if (!meta || !primaryItem(meta)) return bytes;
  const still = bytes.slice();
  brandsOf(bytes).forEach((brand, i) => {
    // The major brand is followed by its version.
    const at = FIRST_BRAND + (i === 0 ? 0 : 4 + i * 4);
    if (brand === 'avis') still[at + LAST_LETTER] = 'f'.charCodeAt(0);
  });
  return still;
}

/** What a JPEG decoder puts where data is missing. */
const FILL = 128;

/** Whether the last row of a JPEG, as stored, is what decoders put where there is no data. */
export function lacksRows({
  width,
  height,
  data,
}: {
  width: number;
  height: number;
  data: ArrayLike<number>;
}): boolean {
  for (let i = (height - 1) * width * 4; i < height * width * 4; i += 4) {
    if (data[i] !== FILL || data[i + 1] !== FILL || data[i + 2] !== FILL) return false;
  }
  return true;
}
