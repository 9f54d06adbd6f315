import { boxes, brandsOf, findBox } from '../boxes.ts';
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
  const size = (meta && primaryItemSize(meta)) ?? (movie && trackSize(movie));
  if (!size) throw file.damaged('its size is missing');
  if (size.width < 1 || size.height < 1) throw file.damaged(`its header says ${size.width} × ${size.height} pixels`);
  return { ...size, orientation: 1, animated: brandsOf(bytes).includes('avis') };
}

function primaryItemSize(meta: ByteReader): Size | undefined {
  const pitm = findBox(meta, 'pitm', 4);
  const iprp = findBox(meta, 'iprp', 4);
  const ipco = iprp && findBox(iprp, 'ipco');
  const ipma = iprp && findBox(iprp, 'ipma');
  if (!pitm || !ipco || !ipma) return undefined;
  const item = pitm.u8(0) === 0 ? pitm.u16(4) : pitm.u32(4);
  const properties = [...boxes(ipco)];
  let size: Size | undefined;
  for (const index of associations(ipma, item)) {
    const property = properties[index - 1];
    if (property?.type === ISPE) size = { width: property.body.u32(4), height: property.body.u32(8) };
    else if (property?.type === CLAP && size) size = clip(property.body, size);
    else if (property?.type === IROT && size && property.body.u8(0) & 1) size = swap(size);
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

/** The 1-based indices of an item's properties in `ipco`, in the order they apply. */
function associations(ipma: ByteReader, item: number): number[] {
  const wideItem = ipma.u8(0) > 0;
  const wideIndex = (ipma.u8(3) & 1) === 1;
  const entries = ipma.u32(4);
  let at = 8;
  for (let entry = 0; entry < entries; entry++) {
    const id = wideItem ? ipma.u32(at) : ipma.u16(at);
    at += wideItem ? 4 : 2;
    const count = ipma.u8(at++);
    const step = wideIndex ? 2 : 1;
    if (id === item) {
      return Array.from({ length: count }, (_, i) =>
        wideIndex ? ipma.u16(at + i * 2) & 0x7fff : ipma.u8(at + i) & 0x7f,
      );
    }
    at += count * step;
  }
  return [];
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
