import type { Header } from '../header.ts';
import { MAX_SIDE, MIN_SIDE } from '../limits.ts';
import { asciiText, type Root, rootOf, wideOrder } from '../markup.ts';
import { ByteReader } from '../reader.ts';

/** Side in pixels of a drawing that gives no size. */
export const SVG_SIDE = 512;
/** Longest side in pixels that a drawing is rendered at. */
export const SVG_MAX_SIDE = 4096;
/** How far from a file's end its closing tag is looked for, in bytes. */
const TAIL_BYTES = 65_536;

/** CSS pixels per unit (CSS Values and Units 3, 6.2). */
const PIXELS: Readonly<Record<string, number>> = {
  '': 1,
  px: 1,
  in: 96,
  cm: 96 / 2.54,
  mm: 96 / 25.4,
  pt: 96 / 72,
  pc: 16,
};

/** By its root element, after byte order mark, prolog, comments and doctype. */
export const isSvg = (bytes: Uint8Array): boolean => {
  const name = rootOf(bytes)?.name;
  return name === 'svg' || name?.endsWith(':svg') === true;
};

/** SVG 2, 8.2 and 8.6. A drawing has no pixels of its own: an unusual size is scaled to a usual one, sides kept in ratio. */
export function readSvg(bytes: Uint8Array): Header {
  const reader = new ByteReader(bytes, 'SVG');
  const root = rootOf(bytes);
  if (!root?.closed) throw reader.truncated();
  const wide = wideOrder(bytes);
  const tailStart = Math.max(0, bytes.length - TAIL_BYTES) & ~1;
  const tail = asciiText(bytes.subarray(tailStart), wide);
  if (!root.empty && !tail.includes(`</${root.name}`)) throw reader.truncated();
  return { ...usual(naturalSize(root)), orientation: 1, animated: false };
}

function naturalSize({ attributes }: Root): { width: number; height: number } {
  const width = pixels(attributes.get('width'));
  const height = pixels(attributes.get('height'));
  if (width && height) return { width, height };
  const box = (attributes.get('viewBox') ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const ratio = box.length === 4 && box[2] > 0 && box[3] > 0 ? box[2] / box[3] : undefined;
  if (width) return { width, height: width / (ratio ?? 1) };
  if (height) return { width: height * (ratio ?? 1), height };
  return ratio ? { width: box[2], height: box[3] } : { width: SVG_SIDE, height: SVG_SIDE };
}

/** A CSS length in pixels; undefined when missing, relative, zero or nonsense. */
function pixels(length: string | undefined): number | undefined {
  const [, value, unit] = /^\s*\+?(\d{1,9}(?:\.\d{0,9})?|\.\d{1,9})(px|in|cm|mm|pt|pc|)\s*$/i.exec(length ?? '') ?? [];
  return value === undefined ? undefined : Number(value) * PIXELS[unit.toLowerCase()] || undefined;
}

function usual({ width, height }: { width: number; height: number }): { width: number; height: number } {
  const longest = Math.max(width, height);
  const shortest = Math.min(width, height);
  let scale = 1;
  if (longest > SVG_MAX_SIDE) scale = SVG_MAX_SIDE / longest;
  else if (shortest < MIN_SIDE) scale = SVG_SIDE / longest;
  const side = (length: number) => Math.min(MAX_SIDE, Math.max(1, Math.round(length * scale)));
  return { width: side(width), height: side(height) };
}
