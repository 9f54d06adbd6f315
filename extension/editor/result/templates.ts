import type { Box, Size } from '../../../shared/image/geometry.ts';
import type { Colour } from '../../../shared/image/picture.ts';
import { frameAround, wholePixels } from './frame.ts';
import type { Head } from './id-photo.ts';

/** A canvas for a purpose, and how a person lies on it at first. */
export interface Template extends Size {
  /** What it is laid around: the head, the whole person in the middle, or the whole person at a place that it stands in. */
  readonly around: 'head' | 'middle' | Stand;
  /** Undefined: transparent. */
  readonly ground: Colour | undefined;
  /** Only the circle in it is kept. */
  readonly round?: true;
  /** The person has a white outline. */
  readonly outlined?: true;
}

/** Where somebody stands on a canvas, in shares of its sides. */
export interface Stand {
  /** The middle of the person, from the left. */
  readonly x: number;
  /** How much of the canvas the person fills at most. */
  readonly width: number;
  readonly height: number;
}

const WHITE: Colour = [255, 255, 255];
const square = (side: number): Size => ({ width: side, height: side });
const SLIDE = { width: 1920, height: 1080, ground: WHITE } as const;

/**
 * Templates by name. Listings: the thing fills 85 % of a square of pure white that is large enough to zoom in, as marketplaces ask
 * for (https://sellercentral.amazon.com/help/hub/reference/external/G1881). Links: 1200 × 630, as sites show them.
 */
export const TEMPLATES = {
  profile: { ...square(1080), around: 'head', ground: [217, 226, 236] },
  'profile-round': { ...square(1080), around: 'head', ground: [217, 226, 236], round: true },
  listing: { ...square(2000), around: 'middle', ground: WHITE },
  'slide-left': { ...SLIDE, around: { x: 0.26, width: 0.44, height: 0.9 } },
  'slide-right': { ...SLIDE, around: { x: 0.74, width: 0.44, height: 0.9 } },
  sticker: { ...square(512), around: 'middle', ground: undefined, outlined: true },
  link: { width: 1200, height: 630, ground: WHITE, around: { x: 0.74, width: 0.44, height: 0.9 } },
  meme: { ...square(1080), around: { x: 0.5, width: 0.9, height: 0.72 }, ground: [255, 209, 71], outlined: true },
} as const satisfies Record<string, Template>;
export type TemplateName = keyof typeof TEMPLATES;

/** The template of that name; undefined for other names. */
export const templateOf = (name: string): Template | undefined =>
  Object.hasOwn(TEMPLATES, name) ? TEMPLATES[name as TemplateName] : undefined;

/** The head's height, and what is above it, as shares of the canvas around a head. */
const HEAD = 0.5;
const ABOVE = 0.16;
/** Mattes may fade away this close to the edge that cuts somebody off, as a share of the picture. */
const FADED = 0.015;
/** On each side of what fills 85 % of a canvas, as a share of what fills it. */
const BESIDE = (1 / 0.85 - 1) / 2;

/**
 * The canvas of a template as a box in the plane of the picture. Where the picture cuts the person off, the canvas ends, too, as far
 * as that is a side that somebody stands on.
 *
 * @param person the box around the person.
 * @param head undefined where none is seen: the whole person is framed then.
 * @param margin how much smaller the person becomes: 0 as the template has it, 0.5 half as large.
 */
export function templateFrame(
  { around, width, height }: Template,
  person: Box,
  head: Head | undefined,
  picture: Size,
  margin = 0,
): Box {
  const aspect = width / height;
  if (around === 'middle' || (around === 'head' && !head?.sure)) {
    return frameAround(person, picture, BESIDE + margin, aspect);
  }
  const smaller = 1 + 2 * margin;
  const end = person.y + person.height;
  const isCut = end >= picture.height * (1 - FADED);
  if (around === 'head') {
    const { x, top, height: tall } = head!;
    const wanted = (tall / HEAD) * smaller;
    // Shoulders that the picture cuts off go on to the lower edge.
    const room = (end - top) / (1 - ABOVE);
    const side = isCut && margin === 0 ? Math.max(tall, Math.min(wanted, room)) : wanted;
    return wholePixels(x, top + side * (0.5 - ABOVE), side * aspect, side);
  }
  const high = Math.max(person.height / around.height, person.width / around.width / aspect) * smaller;
  const wide = high * aspect;
  const below = isCut ? 0 : (high * (1 - around.height)) / 2;
  const bottom = end + below;
  const middle = person.x + person.width / 2 + (0.5 - around.x) * wide;
  return wholePixels(middle, bottom - high / 2, wide, high);
}
