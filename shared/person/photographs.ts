import { areaOf, type Box } from '../image/geometry.ts';
import type { Picture } from '../image/picture.ts';

/** Pixels of a line are of one colour if none differs from the first by more than this in a channel: JPEG changes them a little. */
const PLAIN = 12;
/** A photograph's sides have at least this share of the picture's short side. What is smaller is text, or an icon. */
const LEAST = 0.08;
/** At least this share of the pixels along a photograph's sides, in the mean of its sides, differ from the colour beside them. */
const DIFFERENT = 0.6;
/** The copy of a picture is smaller than the picture, so the outlines of photographs in it are blurred, by so many pixels. */
const BLURRED = 2;

/**
 * Finds the photographs of a screenshot, a collage or a page of a video call: rectangles with lines of one colour between them and around them. The picture is
 * cut along such lines, alternately in rows and columns (recursive XY cut: Nagy and Seth, Hierarchical representation of optically scanned documents, 1984).
 *
 * @returns boxes in whole pixels; none if the picture is one photograph, or if something large in it has no rectangular outline.
 */
export function photographsIn(picture: Picture): Box[] {
  const { width, height } = picture;
  const large = piecesOf(picture, { x: 0, y: 0, width, height }, true).filter(
    (piece) => Math.min(piece.width, piece.height) > LEAST * Math.min(width, height),
  );
  return large.every((piece) => isFramed(picture, piece)) ? large : [];
}

/** The pieces of a box between its lines of one colour. `isLast`: in the other direction it has none. */
function piecesOf(picture: Picture, box: Box, inRows: boolean, isLast = false): Box[] {
  const pieces: Box[] = [];
  const length = inRows ? box.height : box.width;
  for (let start = 0, i = 0; i <= length; i++) {
    if (i < length && !isPlain(picture, line(box, inRows, i))) continue;
    if (i > start) pieces.push(slice(box, inRows, start, i));
    start = i + 1;
  }
  if (pieces.length !== 1 || areaOf(pieces[0]) < areaOf(box))
    return pieces.flatMap((piece) => piecesOf(picture, piece, !inRows));
  return isLast ? pieces : piecesOf(picture, box, !inRows, true);
}

const slice = (box: Box, inRows: boolean, from: number, to: number): Box =>
  inRows ? { ...box, y: box.y + from, height: to - from } : { ...box, x: box.x + from, width: to - from };

const line = (box: Box, inRows: boolean, at: number): Box => slice(box, inRows, at, at + 1);

const isPlain = (picture: Picture, pixels: Box): boolean => difference(picture, pixels, pixels, 1) === 0;

/**
 * Whether there are lines beside a box, and it differs from them nearly all along its sides. A person before a plain wall touches the sides of
 * their box only here and there.
 */
function isFramed(picture: Picture, box: Box): boolean {
  const shares = [false, true].flatMap((inRows) => {
    const [first, length, most] = inRows ? [box.y, box.height, picture.height] : [box.x, box.width, picture.width];
    const differs = (inside: number, outside: number) =>
      difference(picture, line(box, inRows, inside), line(box, inRows, outside));
    return [first > 0 && differs(BLURRED, -1), first + length < most && differs(length - 1 - BLURRED, length)];
  });
  const beside = shares.filter((share) => share !== false);
  return beside.reduce((sum, share) => sum + share, 0) > DIFFERENT * beside.length;
}

/** The share of a line's pixels that differ from the first pixel of another one. No more than `most` are counted. */
function difference({ data, width }: Picture, pixels: Box, { x, y }: Box, most = Number.POSITIVE_INFINITY): number {
  const from = 4 * (y * width + x);
  let count = 0;
  for (let i = 0; i < areaOf(pixels) && count < most; i++) {
    const at = 4 * ((pixels.y + Math.trunc(i / pixels.width)) * width + pixels.x + (i % pixels.width));
    count += +(
      Math.abs(data[at] - data[from]) > PLAIN ||
      Math.abs(data[at + 1] - data[from + 1]) > PLAIN ||
      Math.abs(data[at + 2] - data[from + 2]) > PLAIN
    );
  }
  return count / areaOf(pixels);
}
