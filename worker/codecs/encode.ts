import type { AnswerFormat } from '../../shared/contracts/http.ts';
import { type Matte, newPicture, type Picture } from '../../shared/image/picture.ts';
import { encodePng } from '../../shared/image/png/encode.ts';
import { encodeWebp } from './webp.ts';

/** A picture as PNG (RGBA) or WebP, both lossless. */
export const encodePicture = (picture: Picture, format: AnswerFormat): Promise<Uint8Array> =>
  format === 'webp' ? encodeWebp(picture) : encodePng(picture);

/** A matte as PNG (8-bit grey) or WebP (which has no grey: three equal channels), both lossless. */
export const encodeMatte = (matte: Matte, format: AnswerFormat): Promise<Uint8Array> =>
  format === 'webp' ? encodeWebp(greyPicture(matte)) : encodePng(matte);

function greyPicture({ width, height, data }: Matte): Picture {
  const picture = newPicture(width, height);
  const pixels = new Uint32Array(picture.data.buffer);
  for (let i = 0; i < data.length; i++) pixels[i] = 0xff000000 | (data[i] * 0x010101);
  return picture;
}
