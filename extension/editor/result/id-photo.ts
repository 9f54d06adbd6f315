import { figureBox } from '../../../shared/image/alpha.ts';
import type { Box, Size } from '../../../shared/image/geometry.ts';
import type { Matte } from '../../../shared/image/picture.ts';
import { wholePixels } from './frame.ts';
import type { IdPhoto } from './id-photos.ts';

/** What the name of an ID photograph's file says it is: `id-photo-35x45mm`. */
export const idOutput = ({ size }: IdPhoto): string => `id-photo-${size}`;

const MM_PER_INCH = 25.4;

/** The size of an ID photograph in pixels. */
export const idPixels = ({ width, height }: IdPhoto, dpi: number): Size => ({
  width: Math.round((width / MM_PER_INCH) * dpi),
  height: Math.round((height / MM_PER_INCH) * dpi),
});

/** Where a head is, in pixels; `sure` when a neck was found under it, else its height is a guess from its width. */
export interface Head {
  readonly x: number;
  readonly top: number;
  readonly height: number;
  readonly sure: boolean;
}

/** Chins end a little above the narrowest part of the neck. */
const CHIN_TO_NECK = 0.93;
/** Height of a head over its width, hair included. */
const HEAD_ASPECT = 1.3;

/**
 * Estimates the head of one upright person from the matte alone: its top, and the narrow neck below it. Approximate: hair
 * counts as head, and raised arms or hats mislead it.
 */
export function findHead(matte: Matte): Head | undefined {
  const person = figureBox(matte);
  if (!person) return undefined;
  const widths = smooth(rowWidths(matte, person), Math.max(1, Math.round(person.height / 100)));
  let widest = 0;
  let neck = 0;
  for (let y = 1; y < widths.length; y++) {
    if (neck === 0) {
      if (widths[y] >= widths[widest]) widest = y;
      else if (widths[y] < 0.8 * widths[widest]) neck = y;
    } else if (widths[y] < widths[neck]) neck = y;
    else if (widths[y] > 1.25 * widths[neck]) break;
  }
  const headWidth = neck > 0 ? widths[widest] : widths[Math.min(widths.length - 1, Math.round(person.width * 0.3))];
  const guess = Math.min(person.height, HEAD_ASPECT * headWidth);
  const found = neck * CHIN_TO_NECK;
  // A “neck” that far from a head's shape is a waist or a wisp.
  const sure = found > 0.8 * headWidth && found < 2.2 * headWidth;
  const height = sure ? found : guess;
  return { x: middle(matte, person, height), top: person.y, height, sure };
}

function rowWidths(matte: Matte, person: Box): Float32Array {
  const widths = new Float32Array(person.height);
  for (let y = 0; y < person.height; y++) {
    const start = (person.y + y) * matte.width;
    for (let x = 0; x < matte.width; x++) if (matte.data[start + x] >= 128) widths[y]++;
  }
  return widths;
}

const smooth = (values: Float32Array, radius: number): Float32Array =>
  values.map((_, i) => {
    const part = values.subarray(Math.max(0, i - radius), i + radius + 1);
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });

/** The mean column of the person in the rows of the head. */
function middle(matte: Matte, person: Box, height: number): number {
  let sum = 0;
  let count = 0;
  for (let y = person.y; y < Math.min(matte.height, person.y + height); y++) {
    for (let x = 0; x < matte.width; x++) {
      if (matte.data[y * matte.width + x] < 128) continue;
      sum += x + 0.5;
      count++;
    }
  }
  return count > 0 ? sum / count : person.x + person.width / 2;
}

/** In the middle of what is allowed, in millimetres. */
const headOf = ({ head: [least, most] }: IdPhoto): number => (least + most) / 2;

/**
 * The frame of an ID photograph, in pixels of the picture: the head as high as asked, the gap above it.
 *
 * @param margin how much smaller the head becomes: 0.5 half as large.
 */
export function idFrame({ x, top, height }: Head, photo: IdPhoto, margin = 0): Box {
  const pixelsPerMm = (height / headOf(photo)) * (1 + 2 * margin);
  const frameHeight = photo.height * pixelsPerMm;
  return wholePixels(x, top - photo.gap * pixelsPerMm + frameHeight / 2, photo.width * pixelsPerMm, frameHeight);
}

/** Where head and eyes belong in an ID photograph, from its upper edge, as shares of its height. */
export interface Guide {
  readonly crown: number;
  /** Of the smallest and of the largest head that is allowed. */
  readonly chin: readonly [number, number];
  readonly eyes: readonly [number, number];
}

/** The guide of an ID photograph. Where the eyes are not ruled, they are halfway down the head. */
export function guideOf(photo: IdPhoto): Guide {
  const { height, gap, head, eyes } = photo;
  const halfway = (gap + headOf(photo) / 2) / height;
  return {
    crown: gap / height,
    chin: [(gap + head[0]) / height, (gap + head[1]) / height],
    eyes: eyes ? [1 - eyes[1] / height, 1 - eyes[0] / height] : [halfway, halfway],
  };
}
