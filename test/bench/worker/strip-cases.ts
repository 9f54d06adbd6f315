import type { Sharp } from 'sharp';
import type { Part } from '../../../shared/person/part.ts';
import type { StripFormat } from '../../../worker/codecs/encode-strips.ts';
import type { Layout } from '../../../worker/layout/lay-out.ts';
import { bust, type Shape } from '../../fixtures/engine/engine.ts';

/** A picture that is read in strips, and what is asked of it. */
export interface StripCase {
  readonly name: string;
  /** As stored. */
  readonly width: number;
  readonly height: number;
  readonly sees?: Shape;
  readonly encode: (image: Sharp) => Sharp;
  /** What it is answered as. Default: PNG. */
  readonly wanted?: StripFormat;
  /** What is kept of the people: one head, or hair of more heads than are looked at. Default: all of them. */
  readonly part?: Part;
  /** The region that is cut out of it. Default: all of it. */
  readonly roi?: string;
  /** What becomes of the cutout. */
  readonly layout?: Layout;
  /** It is laid on a picture as large as itself, encoded so. */
  readonly laidOn?: (image: Sharp) => Sharp;
}

const onSide = (image: Sharp) => image.withMetadata({ orientation: 6 }).jpeg({ quality: 85 });
const plain = (image: Sharp) => image.png({ compressionLevel: 1 });
const deep = (image: Sharp) => image.ensureAlpha().toColourspace('rgb16').png({ compressionLevel: 1 });
const upright = (image: Sharp) => image.jpeg({ quality: 85, progressive: true, chromaSubsampling: '4:4:4' });
const inks = (image: Sharp) => image.toColourspace('cmyk').jpeg({ quality: 85 });
const progressive = (image: Sharp) =>
  image.withMetadata({ orientation: 8 }).jpeg({ quality: 85, progressive: true, chromaSubsampling: '4:4:4' });

const MOVED: Layout = { crop: 'person', margin: '500px', scale: '90%', shadow: 'drop' };
const GROUND: Layout = { shadow: 'ground' };
const REGION = '5% 5% 95% 95%';

/** So many people beside and above one another, each as large as one may be and still be looked at alone. */
const people =
  (across: number, down: number): Shape =>
  (u, v) =>
    bust((u * across) % 1, ((v * down) % 1) * 1.3 - 0.15) / Math.max(across, down);

/** The largest pictures that are taken: of every way that they may lie and be coded, and with as many people as are looked at alone. */
export const STRIP_CASES: readonly StripCase[] = [
  { name: 'on its side', width: 4032, height: 3024, encode: onSide },
  { name: 'on its side', width: 5773, height: 4330, encode: onSide },
  { name: 'square', width: 5000, height: 5000, encode: (image) => image.jpeg({ quality: 85 }) },
  { name: 'progressive, on its side', width: 5000, height: 5000, encode: progressive },
  { name: 'two people', width: 5000, height: 5000, sees: people(2, 1), encode: onSide },
  { name: 'four people', width: 5000, height: 5000, sees: people(2, 2), encode: onSide },
  { name: 'a head, progressive, on its side', width: 5000, height: 5000, encode: progressive, part: 'head' },
  {
    name: 'hair, progressive, moved, on a picture',
    width: 5000,
    height: 5000,
    encode: progressive,
    part: 'hair',
    layout: MOVED,
    laidOn: onSide,
  },
  { name: 'hair of two', width: 5000, height: 5000, sees: people(2, 1), encode: onSide, part: 'hair' },
  { name: 'hair, very wide, on its side', width: 1525, height: 16_384, encode: onSide, part: 'hair' },
  { name: 'very wide', width: 16_380, height: 1525, encode: (image) => image.jpeg({ quality: 85 }) },
  { name: 'very wide, on its side', width: 1525, height: 16_384, encode: onSide },
  { name: 'progressive, wide, on its side', width: 2500, height: 8192, encode: progressive },
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
    layout: MOVED,
    laidOn: onSide,
  },
  { name: 'a region, shadow on the ground', width: 5000, height: 5000, encode: onSide, roi: REGION, layout: GROUND },
  {
    name: 'progressive, a region moved, on a picture',
    width: 5000,
    height: 5000,
    encode: progressive,
    roi: REGION,
    layout: MOVED,
    laidOn: onSide,
  },
  { name: 'very wide, shadow on the ground', width: 16_380, height: 1525, encode: onSide, layout: GROUND },
  { name: 'on a progressive picture', width: 5000, height: 5000, encode: onSide, layout: MOVED, laidOn: upright },
  { name: 'on a PNG of 16 bits', width: 4000, height: 4000, encode: plain, layout: MOVED, laidOn: deep },
  {
    name: 'progressive, on a PNG of 16 bits',
    width: 4000,
    height: 4000,
    encode: progressive,
    layout: MOVED,
    laidOn: deep,
  },
  { name: 'very wide, on one on its side', width: 16_380, height: 970, encode: onSide, layout: MOVED, laidOn: onSide },
];
