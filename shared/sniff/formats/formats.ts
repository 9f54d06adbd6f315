import type { Header, PictureFormat } from '../header.ts';
import { isAvif, readAvif } from './avif.ts';
import { isBmp, readBmp } from './bmp.ts';
import { isGif, readGif } from './gif.ts';
import { isIco, readIco } from './ico.ts';
import { isJpeg, readJpeg } from './jpeg.ts';
import { isPng, readPng } from './png.ts';
import { isSvg, readSvg } from './svg.ts';
import { isWebp, readWebp } from './webp.ts';

interface Format {
  readonly format: PictureFormat;
  /** Tells the format by its first bytes alone. */
  is(bytes: Uint8Array): boolean;
  /** @throws CutoutError `truncated`, `damaged` or `unsupported-format`. */
  read(bytes: Uint8Array): Header;
}

/** Every format that is read. */
export const FORMATS: readonly Format[] = [
  { format: 'jpeg', is: isJpeg, read: readJpeg },
  { format: 'png', is: isPng, read: readPng },
  { format: 'webp', is: isWebp, read: readWebp },
  { format: 'avif', is: isAvif, read: readAvif },
  { format: 'gif', is: isGif, read: readGif },
  { format: 'bmp', is: isBmp, read: readBmp },
  { format: 'ico', is: isIco, read: readIco },
  { format: 'svg', is: isSvg, read: readSvg },
];
