import { CutoutError } from '../errors.ts';
import { blurBehind } from '../image/blur-behind.ts';
import { composeOnColour, composeOnPicture, cover } from '../image/compose.ts';
import { parseColour } from '../image/parse-colour.ts';
import { type Colour, newPicture, type Picture } from '../image/picture.ts';
import { runToEnd } from '../steps.ts';
import { decode } from './decode.ts';

/**
 * What a cutout can be laid over. Colours are as `parseColour` reads them, a gradient goes from the top to the bottom, `blur`
 * is the original's own background out of focus, `picture` fills the cutout's size about its middle.
 */
export type Backdrop =
  | { readonly kind: 'colour'; readonly colour: string }
  | { readonly kind: 'gradient'; readonly from: string; readonly to: string }
  | { readonly kind: 'blur'; readonly original: Blob }
  | { readonly kind: 'picture'; readonly picture: Blob };

/**
 * Lays a cutout over a backdrop. Pictures must be such that a worker can draw them: no SVG.
 *
 * @returns a picture of the cutout's size, opaque but where a picture behind it is not.
 * @throws CutoutError what `decode` throws of a picture, `damaged` for what is no colour.
 */
export async function layOver(cutout: Picture, backdrop: Backdrop): Promise<Picture> {
  const { width, height } = cutout;
  switch (backdrop.kind) {
    case 'colour':
      return composeOnColour(cutout, colourOf(backdrop.colour));
    case 'gradient':
      return composeOnPicture(cutout, gradient(width, height, colourOf(backdrop.from), colourOf(backdrop.to)));
    case 'blur':
      return composeOnPicture(cutout, runToEnd(blurBehind(await decode(backdrop.original), cutout)));
    case 'picture':
      return composeOnPicture(cutout, runToEnd(cover(await decode(backdrop.picture), width, height)));
  }
}

function colourOf(name: string): Colour {
  const colour = parseColour(name);
  if (!colour) throw new CutoutError('damaged', `“${name}” is no colour.`);
  return colour;
}

/** Colours as they follow each other from the first row to the last. */
function gradient(width: number, height: number, from: Colour, to: Colour): Picture {
  const picture = newPicture(width, height);
  for (let y = 0; y < height; y++) {
    const share = (y + 0.5) / height;
    const [red, green, blue] = [0, 1, 2].map((c) => from[c] + (to[c] - from[c]) * share);
    for (let x = 0, at = y * width * 4; x < width; x++, at += 4) {
      picture.data[at] = red;
      picture.data[at + 1] = green;
      picture.data[at + 2] = blue;
      picture.data[at + 3] = 255;
    }
  }
  return picture;
}
