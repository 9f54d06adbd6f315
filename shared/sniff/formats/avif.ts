import { type Box, boxes, brandsOf } from '../containers/boxes.ts';
import { primaryItem } from '../containers/items.ts';
import type { Header } from '../header.ts';
import { ByteReader, fourCC } from '../reader.ts';

const ISPE = fourCC('ispe');
const CLAP = fourCC('clap');
const IROT = fourCC('irot');
const TRAK = fourCC('trak');
const TKHD = fourCC('tkhd');

interface Size {
  width: number;
  height: number;
}

/** By the brands of its `ftyp` box: one is of AVIF, and the major one is not of HEIC. */
export const isAvif = (bytes: Uint8Array): boolean => {
  const brands = brandsOf(bytes);
  return !brands[0]?.startsWith('he') && (brands.includes('avif') || brands.includes('avis'));
};

/**
 * AV1 Image File Format 1.1 on HEIF (ISO/IEC 23008-12): the size of the primary item, after the clean aperture and
 * rotation that every decoder applies itself; so the orientation left to apply is 1.
 */
export function readAvif(bytes: Uint8Array): Header {
  const file = new ByteReader(bytes, 'AVIF');
  let meta: ByteReader | undefined;
  let movie: ByteReader | undefined;
  for (const { type, body } of boxes(file)) {
    if (type === fourCC('meta')) meta ??= body;
    else if (type === fourCC('moov')) movie ??= body;
  }
  const item = meta && primaryItem(meta);
  const size = (item && itemSize(item.properties)) ?? (movie && trackSize(movie));
  if (!size) throw file.damaged('its size is missing');
  if (size.width < 1 || size.height < 1) throw file.damaged(`its header says ${size.width} × ${size.height} pixels`);
  const header = { ...size, orientation: 1 as const, animated: brandsOf(bytes).includes('avis') };
  return item?.premultiplied ? { ...header, premultiplied: true } : header;
}

function itemSize(properties: readonly Box[]): Size | undefined {
  let size: Size | undefined;
  for (const { type, body } of properties) {
    if (type === ISPE) size = { width: body.u32(4), height: body.u32(8) };
    else if (type === CLAP && size) size = clip(body, size);
    else if (type === IROT && size && body.u8(0) & 1) size = swap(size);
  }
  return size;
}

const swap = ({ width, height }: Size): Size => ({ width: height, height: width });

/** A clean aperture that is not a whole number of pixels within the picture is ignored, as decoders do. */
function clip(clap: ByteReader, size: Size): Size {
  const width = clap.u32(0) / clap.u32(4);
  const height = clap.u32(8) / clap.u32(12);
  const within = (side: number, whole: number) => Number.isInteger(side) && side >= 1 && side <= whole;
  return within(width, size.width) && within(height, size.height) ? { width, height } : size;
}

/** The size of a sequence without a primary item: that of its first track that is seen. */
function trackSize(movie: ByteReader): Size | undefined {
  for (const track of boxes(movie)) {
    if (track.type !== TRAK) continue;
    for (const { type, body } of boxes(track.body)) {
      if (type !== TKHD) continue;
      const at = body.u8(0) === 1 ? 88 : 76;
      const size = { width: Math.round(body.u32(at) / 65536), height: Math.round(body.u32(at + 4) / 65536) };
      if (size.width > 0) return size;
    }
  }
  return undefined;
}
