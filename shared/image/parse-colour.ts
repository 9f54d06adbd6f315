import type { Colour } from './picture.ts';

const NAMED: ReadonlyMap<string, string> = new Map([
  ['white', 'ffffff'],
  ['black', '000000'],
  ['red', 'ff0000'],
  ['green', '008000'],
  ['lime', '00ff00'],
  ['blue', '0000ff'],
  ['yellow', 'ffff00'],
  ['grey', '808080'],
  ['gray', '808080'],
]);

/** Reads `#rgb`, `#rrggbb` or one of nine names, since all of CSS's would be a fiftieth of the library; undefined for anything else. */
export function parseColour(text: string, names = NAMED): Colour | undefined {
  const digits = names.get(text.toLowerCase()) ?? /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text)?.[1];
  if (!digits) return undefined;
  const full = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits;
  const value = Number.parseInt(full, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
