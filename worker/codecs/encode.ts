import { collectBytes } from '../../shared/bytes.ts';
import type { AnswerFormat } from '../../shared/contracts/matte-query.ts';
import { greyPicture } from '../../shared/image/alpha.ts';
import type { Matte, Picture } from '../../shared/image/picture.ts';
import { encodePng } from '../../shared/image/png/encode.ts';
import { encodeStrips } from './encode-strips.ts';
import { encodeWebp } from './webp.ts';

/** A picture as PNG (RGBA) or WebP, both lossless, as JPEG, on white where it is transparent, or as a ZIP of both its parts. */
export async function encodePicture(picture: Picture, format: AnswerFormat): Promise<Uint8Array> {
  return format === 'webp'
    ? encodeWebp(picture)
    : collectBytes(encodeStrips(picture, () => inOneStrip(picture), format));
}

async function* inOneStrip(picture: Picture): AsyncGenerator<Picture> {
  yield picture;
}

/** A matte as PNG (8-bit grey), or as WebP or JPEG (three equal channels); JPEG alone is not lossless. */
export function encodeMatte(matte: Matte, format: AnswerFormat): Promise<Uint8Array> {
  if (format === 'png') return encodePng(matte);
  return encodePicture(greyPicture(matte), format);
}
