/** A box in CSS pixels of the window. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Between cards, and between a card and the window's edge. */
export const GAP = 8;

/**
 * Finds a place for a card where it overlaps none of `taken`. It is where the card is wanted, or else the nearest place beside, above
 * or below one of them that the window has room for. Where there is none, it is where the card is wanted.
 */
export function freePlace(
  wanted: Box,
  taken: readonly Box[],
  room: { readonly width: number; readonly height: number },
): Pick<Box, 'left' | 'top'> {
  const { width, height } = wanted;
  const lefts = taken.flatMap((box) => [box.left - GAP - width, box.left + box.width + GAP]);
  const tops = taken.flatMap((box) => [box.top - GAP - height, box.top + box.height + GAP]);
  const isFree = (left: number, top: number) =>
    left >= GAP &&
    top >= GAP &&
    left + width <= room.width - GAP &&
    top + height <= room.height - GAP &&
    !taken.some((box) => overlap({ left, top, width, height }, box));
  let [best, least]: [Pick<Box, 'left' | 'top'>, number] = [wanted, Number.POSITIVE_INFINITY];
  if (!taken.some((box) => overlap(wanted, box))) return wanted;
  for (const left of [wanted.left, ...lefts]) {
    for (const top of [wanted.top, ...tops]) {
      const far = Math.hypot(left - wanted.left, top - wanted.top);
      if (far < least && isFree(left, top)) [best, least] = [{ left, top }, far];
    }
  }
  return best;
}

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;
