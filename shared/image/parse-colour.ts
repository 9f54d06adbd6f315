import type { Colour } from './picture.ts';

const NAMED: ReadonlyMap<string, Colour> = new Map([
  ['white', [255, 255, 255]],
  ['black', [0, 0, 0]],
  ['red', [255, 0, 0]],
  ['green', [0, 128, 0]],
  ['lime', [0, 255, 0]],
  ['blue', [0, 0, 255]],
  ['yellow', [255, 255, 0]],
  ['grey', [128, 128, 128]],
  ['gray', [128, 128, 128]],
]);

/** Reads `#rgb`, `#rrggbb` or a common colour name; undefined for anything else. */
export function parseColour(text: string): Colour | undefined {
  const named = NAMED.get(text.toLowerCase());
  if (named) return named;
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text)?.[1];
  if (!digits) return undefined;
  const full = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits;
  const value = Number.parseInt(full, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
