/** The longest name that a file may have in common file systems, in bytes of UTF-8. */
export const LONGEST_NAME = 255;

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** How many bytes a text takes as UTF-8. */
export function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/**
 * The beginning of `text` that takes at most `most` bytes as UTF-8, and at most `mostCharacters`: cut between whole
 * characters as people see them.
 */
export function shorten(text: string, most: number, mostCharacters = Number.POSITIVE_INFINITY): string {
  let length = 0;
  let bytes = 0;
  let count = 0;
  for (const { segment } of characters.segment(text)) {
    bytes += bytesOf(segment);
    count++;
    if (bytes > most || count > mostCharacters) break;
    length += segment.length;
  }
  return text.slice(0, length);
}
