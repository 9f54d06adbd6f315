import { zipSync } from 'fflate';
import { alphaOf } from '../../shared/image/alpha.ts';
import type { Picture } from '../../shared/image/picture.ts';
import { encodePng } from '../../shared/image/png/encode.ts';
import { encodeJpeg } from './jpeg-encode.ts';

/** A time that is the same for every archive: equal answers have equal bytes. */
const TIME = '1980-01-01T12:00:00';

/** A cutout as a ZIP of its colours, `color.jpg`, and its alpha, `alpha.png`, which are compressed already. */
export async function encodeZip(cutout: Picture): Promise<Uint8Array> {
  const alpha = await encodePng(alphaOf(cutout));
  const colour = await encodeJpeg(cutout);
  return zipSync({ 'color.jpg': colour, 'alpha.png': alpha }, { level: 0, mtime: TIME });
}
