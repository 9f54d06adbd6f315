import sharp from 'sharp';
import { boxMean } from '../../shared/image/box-filter.ts';
import { composeOnColour, crop } from '../../shared/image/compose.ts';
import type { Box } from '../../shared/image/geometry.ts';
import type { Colour, Matte, Picture } from '../../shared/image/picture.ts';
import { withMatte } from './cases.ts';
import type { Answer } from './cut.ts';

const TILE = 300;
const GAP = 6;
const LABEL = 22;
/** Close-ups show this many pixels of the picture, at 200 %. */
const WINDOW = TILE / 2;

const WHITE: Colour = [255, 255, 255];
const BLACK: Colour = [0, 0, 0];
const GREEN: Colour = [0, 200, 0];

/** A matte as a picture. */
export const grey = (matte: Matte): Picture =>
  composeOnColour(
    {
      ...matte,
      data: new Uint8ClampedArray(matte.data.length * 4).map((_, i) => (i % 4 === 3 ? matte.data[i >> 2] : 255)),
    },
    BLACK,
  );

/** A picture inside a tile; enlarged pixel by pixel. */
export async function tile({ width, height, data }: Picture): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: 4 } })
    .resize(TILE, TILE, { fit: 'contain', background: '#808080', kernel: width < TILE ? 'nearest' : 'lanczos3' })
    .removeAlpha()
    .png()
    .toBuffer();
}

/** Picture, truth, matte, cutout on green: as tiles. */
export function overview(picture: Picture, truth: Matte, { matte, cutout }: Answer): Promise<Buffer[]> {
  const shown = [picture, grey(truth), grey(matte), composeOnColour(cutout ?? withMatte(picture, matte), GREEN)];
  return Promise.all(shown.map(tile));
}

/** The same where the matte is mixed most, at 200 %, with the cutout on white and black as well: as tiles. */
export function closeUp(picture: Picture, truth: Matte, { matte, cutout }: Answer): Promise<Buffer[]> {
  const box = mostMixed(matte);
  const part = cutout ? crop(cutout, box) : crop(withMatte(picture, matte), box);
  const cropped = (whole: Matte) => crop(grey(whole), box);
  const shown = [crop(picture, box), cropped(truth), cropped(matte)];
  return Promise.all([...shown, ...[WHITE, BLACK, GREEN].map((ground) => composeOnColour(part, ground))].map(tile));
}

/** The window with the most half-transparent pixels. */
function mostMixed({ width, height, data }: Matte): Box {
  const [w, h] = [Math.min(width, WINDOW), Math.min(height, WINDOW)];
  const mixed = Float32Array.from(data, (value) => value * (255 - value));
  boxMean(mixed, width, height, WINDOW >> 1);
  const at = mixed.reduce((best, value, i) => (value > mixed[best] ? i : best), 0);
  const clamp = (middle: number, side: number, whole: number) =>
    Math.min(Math.max(0, middle - (side >> 1)), whole - side);
  return { x: clamp(at % width, w, width), y: clamp(Math.trunc(at / width), h, height), width: w, height: h };
}

/** Rows of tiles, each with its line of text above. PNG. */
export async function sheet(
  rows: readonly { readonly label: string; readonly tiles: readonly Buffer[] }[],
): Promise<Buffer> {
  const columns = Math.max(...rows.map(({ tiles }) => tiles.length));
  const [width, high] = [columns * (TILE + GAP) - GAP, TILE + LABEL + GAP];
  const placed = rows.flatMap(({ label, tiles }, row) => [
    { input: caption(label, width), left: 0, top: row * high },
    ...tiles.map((input, column) => ({ input, left: column * (TILE + GAP), top: row * high + LABEL })),
  ]);
  return sharp({ create: { width, height: rows.length * high, channels: 3, background: '#202020' } })
    .composite(placed)
    .png()
    .toBuffer();
}

const caption = (label: string, width: number): Buffer =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${LABEL}"><text x="4" y="16" font-family="sans-serif" font-size="14" fill="#fff">${label.replace(/[<&]/g, ' ')}</text></svg>`,
  );
