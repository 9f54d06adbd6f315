import { type ByteReader, fourCC } from '../reader.ts';
import { type Box, boxes, findBox } from './boxes.ts';

const PREM = fourCC('prem');

/** The picture that a HEIF file shows first (ISO/IEC 23008-12). */
export interface Item {
  /** In the order they apply. */
  readonly properties: readonly Box[];
  /** True when its colours are stored multiplied by its alpha. */
  readonly premultiplied: boolean;
}

/** The primary item of a `meta` box; undefined where there is none. @throws CutoutError `truncated` or `damaged`. */
export function primaryItem(meta: ByteReader): Item | undefined {
  const pitm = findBox(meta, 'pitm', 4);
  const iprp = findBox(meta, 'iprp', 4);
  const ipco = iprp && findBox(iprp, 'ipco');
  const ipma = iprp && findBox(iprp, 'ipma');
  if (!pitm || !ipco || !ipma) return undefined;
  const id = pitm.u8(0) === 0 ? pitm.u16(4) : pitm.u32(4);
  const indices = associations(ipma, id);
  const properties = only(new Set(indices), ipco);
  return {
    properties: indices.flatMap((index) => properties.get(index) ?? []),
    premultiplied: isPremultiplied(meta, id),
  };
}

/** The boxes of `ipco` with these 1-based indices; the others, of which a file may have millions, are not kept. */
function only(indices: ReadonlySet<number>, ipco: ByteReader): Map<number, Box> {
  const found = new Map<number, Box>();
  let index = 0;
  for (const box of boxes(ipco)) if (indices.has(++index)) found.set(index, box);
  return found;
}

function isPremultiplied(meta: ByteReader, id: number): boolean {
  const iref = findBox(meta, 'iref', 4);
  if (!iref) return false;
  const isWide = iref.u8(0) > 0;
  for (const { type, body } of boxes(iref, 4))
    if (type === PREM && (isWide ? body.u32(0) : body.u16(0)) === id) return true;
  return false;
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
