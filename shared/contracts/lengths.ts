/** A length in pixels, or as a share of what it is measured along. */
export interface Length {
  readonly value: number;
  readonly unit: 'px' | '%';
}

/** Longer than any list of lengths that makes sense. */
const MOST_TEXT = 80;

/**
 * Reads lengths that spaces part, such as `10% 20px`. `0` needs no unit.
 *
 * @returns undefined for anything else; a length is never negative, and a share is 100% at most.
 */
export function parseLengths(text: string): readonly Length[] | undefined {
  if (text.length > MOST_TEXT) return undefined;
  const lengths: Length[] = [];
  for (const word of text.split(' ')) {
    const match = /^(\d{1,5}(?:\.\d{1,6})?)(px|%)?$/.exec(word);
    if (!match) return undefined;
    const value = Number(match[1]);
    const unit = match[2] as Length['unit'] | undefined;
    if ((!unit && value !== 0) || (unit === '%' && value > 100)) return undefined;
    lengths.push({ value, unit: unit ?? 'px' });
  }
  return lengths;
}

/** A length in pixels, where `whole` is what a share is of. */
export const inPixels = ({ value, unit }: Length, whole: number): number =>
  unit === '%' ? (value / 100) * whole : value;
