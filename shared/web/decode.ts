import { CutoutError } from '../errors.ts';
import { isExact, spaceOf } from '../image/colour/colour.ts';
import { toSrgb } from '../image/colour/convert.ts';
import type { ColourSpace } from '../image/colour/space.ts';
import type { Size } from '../image/geometry.ts';
import { orient } from '../image/orient.ts';
import type { Picture } from '../image/picture.ts';
import { decodePng } from '../image/png/decode.ts';
import { isDeepPng } from '../image/png/header.ts';
import { statedColour } from '../sniff/colour/colour.ts';
import type { Sniffed } from '../sniff/header.ts';
import { asDecodersWantIt, lacksRows } from '../sniff/mend.ts';
import { cutOff } from '../sniff/reader.ts';
import { sniff } from '../sniff/sniff.ts';
import { withoutExif } from '../sniff/without-exif.ts';
import { keepsColoursWhenAsked } from './keeps-colours.ts';

/** Longest side of the small copy, but neither of its sides is shorter than `COPY_SHORT` for that. */
const COPY_LONG = 512;
const COPY_SHORT = 256;

/** Thrown for an SVG: `drawSvg` of a document makes a picture of it. */
export class NotDrawn extends CutoutError {
  constructor(readonly size: Size) {
    super('damaged', 'The SVG picture could not be drawn; try another copy of it.');
  }
}

/**
 * Decodes an encoded picture: first frame, upright, converted to sRGB, 8 bits a channel.
 *
 * @throws CutoutError what `sniff` throws, `truncated` where rows are missing, or `damaged`; NotDrawn.
 */
export const decode = async (blob: Blob): Promise<Picture> => (await read(blob)).whole();

/**
 * Decodes a picture as `decode` does, and makes a small copy for the first look: the browser shrinks in a tenth of the time
 * that pixels in an array take.
 *
 * @returns no copy of what is small itself.
 * @throws CutoutError what `decode` throws.
 */
export async function decodeWithCopy(blob: Blob): Promise<{ picture: Picture; small: Picture | undefined }> {
  const { width, height, shrunk, whole } = await read(blob);
  const scale = Math.max(COPY_LONG / Math.max(width, height), COPY_SHORT / Math.min(width, height));
  const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
  const small = scale < 1 ? shrunk(size) : undefined;
  return { picture: whole(), small };
}

/** A picture that was read, as it is stored: its size, a smaller copy of it, and all of it, which is asked for last. */
interface Stored extends Size {
  shrunk(size: Size): Picture;
  whole(): Picture;
}

async function read(blob: Blob): Promise<Stored> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const sniffed = sniff(bytes);
  const { format, unfinished, width, height } = sniffed;
  if (format === 'svg') throw new NotDrawn({ width, height });
  const space = spaceOf(statedColour(bytes, format));
  const isPngOfOurs = format === 'png' && (unfinished || isDeepPng(bytes)) && isExact(space);
  const reading = isPngOfOurs ? fromPng(bytes, sniffed, space) : fromBitmap(blob, bytes, sniffed, space);
  return reading.catch((cause) => {
    if (cause instanceof CutoutError) throw cause;
    if (unfinished) throw cutOff(format.toUpperCase());
    throw new CutoutError('damaged', 'The picture is damaged and could not be decoded; try another copy of it.', {
      cause,
    });
  });
}

/** Browsers keep eight bits of sixteen, and differ over PNGs without their end. */
async function fromPng(bytes: Uint8Array, { orientation }: Sniffed, space: ColourSpace | 'srgb'): Promise<Stored> {
  const picture = orient(toSrgb(await decodePng(bytes), space), orientation);
  return { ...picture, whole: () => picture, shrunk: (size) => pixelsOf(canvasOf(picture), size) };
}

async function fromBitmap(
  blob: Blob,
  bytes: Uint8Array<ArrayBuffer>,
  sniffed: Sniffed,
  space: ReturnType<typeof spaceOf>,
): Promise<Stored> {
  const { format, orientation, unfinished } = sniffed;
  const keepsColours = await keepsColoursWhenAsked();
  const ours = keepsColours && isExact(space) ? space : undefined;
  // Browsers turn a picture by its EXIF even when they are asked not to, and each reads it in its own way.
  const wanted = withoutExif(asDecodersWantIt(bytes, sniffed), format);
  const bitmap = await createImageBitmap(wanted === bytes ? blob : new Blob([wanted as Uint8Array<ArrayBuffer>]), {
    colorSpaceConversion: ours ? 'none' : 'default',
    premultiplyAlpha: 'none',
  });
  const finished = (samples: Picture) => orient(toSrgb(samples, ours ?? 'srgb'), orientation);
  const { width, height } = bitmap;
  return {
    width,
    height,
    shrunk: (size) => finished(pixelsOf(bitmap, size)),
    whole() {
      const samples = pixelsOf(bitmap, bitmap);
      bitmap.close();
      if (unfinished && format === 'jpeg' && lacksRows(samples)) throw cutOff('JPEG');
      return finished(samples);
    },
  };
}

function canvasOf({ width, height, data }: Picture): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d', { willReadFrequently: true })!.putImageData(new ImageData(data, width, height), 0, 0);
  return canvas;
}

function pixelsOf(source: ImageBitmap | OffscreenCanvas, { width, height }: Size): Picture {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  return { width, height, data: data as Uint8ClampedArray<ArrayBuffer> };
}
