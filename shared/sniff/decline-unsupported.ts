import { CutoutError } from '../errors.ts';
import { brandsOf } from './containers/boxes.ts';
import { rootOf, wideOrder } from './markup.ts';
import { hasMagic } from './reader.ts';

type Signature = readonly [name: string, magic: string, at?: number];

/** Pictures that browsers do not decode. */
const PICTURES: readonly Signature[] = [
  ['a Photoshop (PSD) picture', '8BPS'],
  ['a Canon raw (CR2) picture', 'CR', 8],
  ['a TIFF or camera raw picture', 'II*\0'],
  ['a TIFF or camera raw picture', 'MM\0*'],
  ['a BigTIFF picture', 'II+\0'],
  ['a BigTIFF picture', 'MM\0+'],
  ['a Panasonic raw (RW2) picture', 'IIU\0'],
  ['an Olympus raw (ORF) picture', 'IIRO'],
  ['an Olympus raw (ORF) picture', 'IIRS'],
  ['a Fujifilm raw (RAF) picture', 'FUJIFILMCCD-RAW'],
  ['a JPEG XR picture', 'II\xbc\x01'],
  ['a JPEG XL picture', '\xff\x0a'],
  ['a JPEG XL picture', '\0\0\0\x0cJXL \r\n\x87\n'],
  ['a JPEG 2000 picture', '\0\0\0\x0cjP  \r\n\x87\n'],
  ['a JPEG 2000 picture', '\xff\x4f\xff\x51'],
  ['an OpenEXR picture', '\x76\x2f\x31\x01'],
  ['a Radiance HDR picture', '#?RADIANCE'],
  ['a GIMP (XCF) picture', 'gimp xcf'],
  ['a QOI picture', 'qoif'],
  ['a DirectDraw (DDS) texture', 'DDS '],
  ['a KTX texture', '\xabKTX '],
  ['a BPG picture', 'BPG\xfb'],
  ['an Apple icon (ICNS)', 'icns'],
  ['a Windows cursor (CUR)', '\0\0\x02\0'],
  ['a DICOM picture', 'DICM', 128],
  ['a MNG animation', '\x8aMNG'],
  ...['1', '2', '3', '4', '5', '6', '7'].flatMap((kind): Signature[] => [
    ['a Netpbm picture', `P${kind}\n`],
    ['a Netpbm picture', `P${kind} `],
  ]),
];

/** Brands of ISO media files (first letters of the major brand); any other one is a video. */
const BRANDS: readonly (readonly [name: string, brand: string])[] = [
  ['a HEIC picture', 'hei'],
  ['a HEIC picture', 'hev'],
  ['a HEIF picture', 'mif'],
  ['a HEIF picture', 'msf'],
  ['a JPEG XL picture', 'jxl'],
  ['a Canon raw (CR3) picture', 'crx'],
];

const OTHERS: readonly Signature[] = [
  ['a PDF document', '%PDF-'],
  ['a PostScript document', '%!PS'],
  ['a ZIP archive or an Office document', 'PK\x03\x04'],
  ['a gzip archive', '\x1f\x8b'],
  ['a RAR archive', 'Rar!'],
  ['a 7-Zip archive', '7z\xbc\xaf\x27\x1c'],
  ['an old Office document', '\xd0\xcf\x11\xe0'],
  ['a WebM or Matroska video', '\x1a\x45\xdf\xa3'],
  ['an AVI video', 'AVI ', 8],
  ['a WAV sound', 'WAVE', 8],
  ['a Flash video', 'FLV\x01'],
  ['an MPEG video', '\0\0\x01\xba'],
  ['an MPEG video', '\0\0\x01\xb3'],
  ['an MP3 sound', 'ID3'],
  ['an Ogg sound or video', 'OggS'],
  ['a FLAC sound', 'fLaC'],
  ['a font', 'wOFF'],
  ['a font', 'wOF2'],
  ['a WebAssembly module', '\0asm'],
  ['a program', '\x7fELF'],
  ['a program', 'MZ'],
];

const TEXT_BYTES = 1024;

/** Says what bytes of no readable format are. @throws CutoutError `unsupported-format` or `not-an-image`, always. */
export function declineUnsupported(bytes: Uint8Array): never {
  const picture = named(bytes, PICTURES) ?? brandName(bytes);
  if (picture) {
    throw new CutoutError(
      'unsupported-format',
      `This is ${picture}, which cannot be read here; export it as JPEG or PNG first.`,
      { facts: [picture.replace(/^an? | picture$/g, '')] },
    );
  }
  const other = named(bytes, OTHERS) ?? video(bytes) ?? markup(bytes) ?? text(bytes);
  const wanted = 'choose a JPEG, PNG, WebP, AVIF, GIF, BMP or SVG';
  throw new CutoutError(
    'not-an-image',
    other
      ? `This is ${other}, not a picture; ${wanted}.`
      : `This file is not a picture of any known format; ${wanted}.`,
  );
}

const named = (bytes: Uint8Array, signatures: readonly Signature[]): string | undefined =>
  signatures.find(([, magic, at = 0]) => hasMagic(bytes, at, magic))?.[0];

const brandName = (bytes: Uint8Array): string | undefined => {
  const major = brandsOf(bytes)[0];
  return BRANDS.find(([, brand]) => major?.startsWith(brand))?.[0];
};

const video = (bytes: Uint8Array): string | undefined => {
  const major = brandsOf(bytes)[0];
  if (major === undefined) return undefined;
  return major === 'qt  ' ? 'a QuickTime video' : 'an MP4 video or sound';
};

const markup = (bytes: Uint8Array): string | undefined => {
  const name = rootOf(bytes)?.name.toLowerCase();
  if (name === undefined) return undefined;
  return ['html', 'head', 'body', 'title', 'meta', 'script', 'div', 'p'].includes(name)
    ? 'an HTML page'
    : 'an XML document';
};

const text = (bytes: Uint8Array): string | undefined => {
  const isControl = (byte: number) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27) || byte === 127;
  return wideOrder(bytes) || !bytes.subarray(0, TEXT_BYTES).some(isControl) ? 'a text file' : undefined;
};
