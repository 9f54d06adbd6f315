import { setImmediate } from 'node:timers/promises';
import sharp, { type Sharp } from 'sharp';
import { newPicture, type Picture } from '../../../shared/image/picture.ts';
import { inflate } from '../../../shared/image/png/inflate.ts';
import type { RowSource } from '../../../shared/image/rows/row-source.ts';
import { cutOutRows } from '../../../shared/pipeline/cutout-rows.ts';
import { isPng } from '../../../shared/sniff/formats/png.ts';
import { sniff } from '../../../shared/sniff/sniff.ts';
import { encodeStrips, type StripFormat } from '../../../worker/codecs/encode-strips.ts';
import { openJpeg } from '../../../worker/codecs/jpeg/open-jpeg.ts';
import type { Room } from '../../../worker/codecs/jpeg/room.ts';
import { MOST_INFLATED_BYTES } from '../../../worker/codecs/png/inflate.ts';
import { openPng } from '../../../worker/codecs/png/open-png.ts';
import { DRAWER_INPUT_PIXELS, PARTS_IN_STRIPS } from '../../../worker/inference/session.ts';
import { layOutStrips } from '../../../worker/layout/lay-out-strips.ts';
import { layOverPicture } from '../../../worker/layout/resize-strips.ts';
import { BACKGROUND_ROOM } from '../../../worker/limits.ts';
import { bust, drawnEngine, type Shape } from '../../fixtures/engine/engine.ts';

interface Case {
  readonly name: string;
  /** As stored. */
  readonly width: number;
  readonly height: number;
  readonly sees?: Shape;
  readonly encode: (image: Sharp) => Sharp;
  /** What it is answered as. Default: PNG. */
  readonly wanted?: StripFormat;
  /** Cropped, scaled, with a shadow, and laid on a picture as large as itself, encoded so. */
  readonly laidOn?: (image: Sharp) => Sharp;
}

const onSide = (image: Sharp) => image.withMetadata({ orientation: 6 }).jpeg({ quality: 85 });
const plain = (image: Sharp) => image.png({ compressionLevel: 1 });
const deep = (image: Sharp) => image.ensureAlpha().toColourspace('rgb16').png({ compressionLevel: 1 });
const upright = (image: Sharp) => image.jpeg({ quality: 85, progressive: true, chromaSubsampling: '4:4:4' });
const inks = (image: Sharp) => image.toColourspace('cmyk').jpeg({ quality: 85 });
const progressive = (image: Sharp) =>
  image.withMetadata({ orientation: 8 }).jpeg({ quality: 85, progressive: true, chromaSubsampling: '4:4:4' });

/** So many people beside and above one another, each as large as one may be and still be looked at alone. */
const people =
  (across: number, down: number): Shape =>
  (u, v) =>
    bust((u * across) % 1, ((v * down) % 1) * 1.3 - 0.15) / Math.max(across, down);

/** The largest pictures that are taken: of every way that they may lie and be coded, and with as many people as are looked at alone. */
const CASES: readonly Case[] = [
  { name: 'on its side', width: 4032, height: 3024, encode: onSide },
  { name: 'on its side', width: 5773, height: 4330, encode: onSide },
  { name: 'square', width: 5000, height: 5000, encode: (image) => image.jpeg({ quality: 85 }) },
  { name: 'progressive, on its side', width: 5000, height: 5000, encode: progressive },
  { name: 'two people', width: 5000, height: 5000, sees: people(2, 1), encode: onSide },
  { name: 'four people', width: 5000, height: 5000, sees: people(2, 2), encode: onSide },
  { name: 'very wide', width: 16_380, height: 1525, encode: (image) => image.jpeg({ quality: 85 }) },
  { name: 'very wide, on its side', width: 1525, height: 16_384, encode: onSide },
  { name: 'progressive, very tall', width: 1525, height: 16_384, encode: upright },
  { name: 'CMYK', width: 5000, height: 5000, encode: inks },
  { name: 'RGB', width: 4000, height: 4000, encode: plain },
  { name: 'RGBA of 16 bits', width: 4000, height: 4000, encode: deep },
  { name: 'as JPEG', width: 5000, height: 5000, encode: onSide, wanted: 'jpeg' },
  { name: 'as ZIP', width: 5000, height: 5000, encode: onSide, wanted: 'zip' },
  {
    name: 'two people, scaled, on a picture',
    width: 5000,
    height: 5000,
    sees: people(2, 1),
    encode: onSide,
    laidOn: onSide,
  },
  { name: 'on a progressive picture', width: 5000, height: 5000, encode: onSide, laidOn: upright },
  { name: 'on a PNG of 16 bits', width: 4000, height: 4000, encode: plain, laidOn: deep },
  { name: 'progressive, on a PNG of 16 bits', width: 4000, height: 4000, encode: progressive, laidOn: deep },
  { name: 'very wide, on one on its side', width: 16_380, height: 970, encode: onSide, laidOn: onSide },
];

/** Strips from one look at what is held to the next: each is a collection. */
const EVERY = 24;

/** What a picture that is read in strips can hold, beside its bytes and what waits of its answer. */
export interface HeldByStrips {
  readonly name: string;
  readonly bytes: number;
}

/**
 * Cuts out the largest pictures in strips, as the Worker does.
 *
 * @param held all bytes that can't be collected now.
 */
export async function* heldByStrips(held: () => number): AsyncGenerator<HeldByStrips> {
  for (const { name, width, height, sees = bust, encode, wanted = 'png', laidOn } of CASES) {
    const bytes = new Uint8Array(await encode(scene(width, height)).toBuffer());
    const below = laidOn && new Uint8Array(await laidOn(scene(width, height)).toBuffer());
    await setImmediate();
    const before = held();
    let [peak, looks] = [before, 0];
    const look = () => {
      if (looks++ % EVERY === 0) peak = Math.max(peak, held());
    };
    const source = watched(open(bytes), look);
    const lower = below && open(below, BACKGROUND_ROOM);
    const engine = drawnEngine({ lite: sees, 'portrait-s': sees, face: sees });
    const options = { maxInputPixels: DRAWER_INPUT_PIXELS, mostParts: PARTS_IN_STRIPS };
    const found = await cutOutRows(source, engine, options);
    if (found.person === 'no') throw new Error('Nobody was found.');
    const whole = { x: 0, y: 0, width: source.width, height: source.height };
    const layout = lower ? ({ crop: 'person', margin: '500px', scale: '90%', shadow: 'drop' } as const) : {};
    const { strips, ...size } = await layOutStrips(found.strips, whole, whole, layout);
    const drawn = lower ? () => layOverPicture(strips(), size, lower) : strips;
    let length = 0;
    for await (const part of encodeStrips(size, drawn, wanted)) length += part.length;
    const parts = `${found.people.length} seen, ${(length / 2 ** 20).toFixed(0)} MiB of ${wanted.toUpperCase()}`;
    // In the isolate the inflater's memory is the runtime's own. It can't be counted here, where it takes another thread and so minutes.
    const inflated = [bytes, below].filter((file) => file && isPng(file)).length * MOST_INFLATED_BYTES;
    const kind = isPng(bytes) ? 'PNG' : 'JPEG';
    yield { name: `${width} × ${height} ${kind} in strips, ${name} (${parts})`, bytes: peak - before + inflated };
  }
}

function open(bytes: Uint8Array, room?: Room): RowSource {
  const sniffed = sniff(bytes);
  return isPng(bytes)
    ? openPng(bytes, sniffed, 'srgb', (cause) => cause as Error, inflate)
    : openJpeg(bytes, sniffed, 'srgb', room);
}

/** A source that tells of every strip. */
function watched(source: RowSource, look: () => void): RowSource {
  return {
    width: source.width,
    height: source.height,
    async *strips(part, isOfUse) {
      for await (const strip of source.strips(part, isOfUse)) {
        look();
        yield strip;
      }
    },
  };
}

/** Grain and soft shapes, small and then enlarged: what is there does not matter, how much does. */
function scene(width: number, height: number): Sharp {
  const small: Picture = newPicture(512, 512);
  for (let i = 0; i < small.data.length; i++) small.data[i] = i % 4 === 3 ? 255 : (i * 7 + ((i * i) >> 5)) & 255;
  return sharp(small.data, { raw: { width: 512, height: 512, channels: 4 } })
    .removeAlpha()
    .resize(width, height, { fit: 'fill' });
}
