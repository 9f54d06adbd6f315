import type { Frame } from '../sniff/header.ts';
import type { Samples } from './colour/convert.ts';
import type { Box } from './geometry.ts';
import { type Matte, newMatte, newPicture, type Picture } from './picture.ts';

/** Divides colours that are stored multiplied by alpha by it; in place. */
export function unmultiply({ data }: Samples): void {
  const most = data instanceof Uint8ClampedArray ? 255 : 65_535;
  for (let i = 0; i < data.length; i += 4) {
    const alpha = data[i + 3];
    if (alpha === 0 || alpha === most) continue;
    for (let c = i; c < i + 3; c++) data[c] = Math.min(most, Math.round((data[c] * most) / alpha));
  }
}

/** Makes everything outside of a frame transparent; in place. */
export function clearOutside({ width, height, data }: Picture, frame: Frame): void {
  const [right, bottom] = [frame.left + frame.width, frame.top + frame.height];
  const pixels = new Uint32Array(data.buffer, data.byteOffset, width * height);
  for (let y = 0; y < height; y++) {
    const row = pixels.subarray(y * width, (y + 1) * width);
    if (y < frame.top || y >= bottom) row.fill(0);
    else row.fill(0, 0, frame.left).fill(0, right);
  }
}

/** The alpha of a picture as a matte. */
export function alphaOf({ width, height, data }: Picture): Matte {
  const matte = newMatte(width, height);
  for (let i = 0; i < matte.data.length; i++) matte.data[i] = data[i * 4 + 3];
  return matte;
}

/** A matte as an opaque grey picture. */
export function greyPicture({ width, height, data }: Matte): Picture {
  const picture = newPicture(width, height);
  const pixels = new Uint32Array(picture.data.buffer);
  for (let i = 0; i < data.length; i++) pixels[i] = 0xff000000 | (data[i] * 0x010101);
  return picture;
}

/** Share of a row or column that has to be figure for it to count: specks don't. */
const SPECK = 0.002;

/** The box around what a matte shows: where it is more than half sure, specks left out; undefined where nothing is. */
export function figureBox({ width, height, data }: Matte): Box | undefined {
  const rows = new Uint32Array(height);
  const columns = new Uint32Array(width);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (data[i] < 128) continue;
      rows[y]++;
      columns[x]++;
    }
  }
  const [top, bottom] = ends(rows, Math.max(1, width * SPECK));
  const [left, right] = ends(columns, Math.max(1, height * SPECK));
  if (bottom < top || right < left) return undefined;
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

const ends = (counts: Uint32Array, least: number): [first: number, last: number] => [
  counts.findIndex((count) => count >= least) >>> 0,
  counts.findLastIndex((count) => count >= least),
];
