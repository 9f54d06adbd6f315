import type { AnswerFormat } from '../../shared/contracts/matte-query.ts';
import { alphaOf, greyPicture } from '../../shared/image/alpha.ts';
import { composeOnColour } from '../../shared/image/compose.ts';
import type { Size } from '../../shared/image/geometry.ts';
import type { Picture } from '../../shared/image/picture.ts';
import { encodePngStrips } from '../../shared/image/png/encode.ts';
import { encodeJpegStrips } from './jpeg-writer/encode.ts';
import { zipStrips } from './zip.ts';

/** What is behind a cutout where its format has no transparency. */
const WHITE = [255, 255, 255] as const;

/** What is written strip by strip. A WebP has to be whole. */
export type StripFormat = Exclude<AnswerFormat, 'webp'>;

/** A picture that comes in strips as wide as it is, one below the other, anew each time. */
export type Strips = () => AsyncIterable<Picture>;

/** A picture as PNG (RGBA), as JPEG, on white where it is transparent, or as a ZIP of both its parts, as it is made. */
export function encodeStrips(size: Size, strips: Strips, format: StripFormat): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  switch (format) {
    case 'png':
      return encodePngStrips(size, 4, strips());
    case 'jpeg':
      return encodeJpegStrips(
        size,
        mapped(strips(), (strip) => composeOnColour(strip, WHITE)),
      );
    case 'zip':
      return zipStrips([
        ['color.jpg', () => encodeJpegStrips(size, strips())],
        ['alpha.png', () => encodePngStrips(size, 1, mapped(strips(), alphaOf))],
      ]);
  }
}

/** The alpha of a picture as PNG (8-bit grey), or as a grey picture in another format. */
export const encodeMatteStrips = (
  size: Size,
  strips: Strips,
  format: StripFormat,
): AsyncGenerator<Uint8Array<ArrayBuffer>> =>
  format === 'png'
    ? encodePngStrips(size, 1, mapped(strips(), alphaOf))
    : encodeStrips(size, () => mapped(strips(), (strip) => greyPicture(alphaOf(strip))), format);

export async function* mapped<From, To>(all: AsyncIterable<From>, change: (one: From) => To): AsyncGenerator<To> {
  for await (const one of all) yield change(one);
}
