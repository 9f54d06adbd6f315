import type { AnswerFormat } from '../../shared/contracts/matte-query.ts';
import { greyPicture } from '../../shared/image/alpha.ts';
import { composeOnColour } from '../../shared/image/compose.ts';
import type { Matte, Picture } from '../../shared/image/picture.ts';
import { encodePng } from '../../shared/image/png/encode.ts';
import { encodeJpeg } from './jpeg-encode.ts';
import { encodeWebp } from './webp.ts';
import { encodeZip } from './zip.ts';

/** What is behind a cutout where its format has no transparency. */
const WHITE = [255, 255, 255] as const;

/** A picture as PNG (RGBA) or WebP, both lossless, as JPEG, on white where it is transparent, or as a ZIP of both its parts. */
export function encodePicture(picture: Picture, format: AnswerFormat): Promise<Uint8Array> {
  switch (format) {
    case 'png':
      return encodePng(picture);
    case 'webp':
      return encodeWebp(picture);
    case 'jpeg':
      return encodeJpeg(composeOnColour(picture, WHITE));
    case 'zip':
      return encodeZip(picture);
  }
}

/** A matte as PNG (8-bit grey), or as WebP or JPEG (three equal channels); JPEG alone is not lossless. */
export function encodeMatte(matte: Matte, format: AnswerFormat): Promise<Uint8Array> {
  if (format === 'png') return encodePng(matte);
  return encodePicture(greyPicture(matte), format);
}
