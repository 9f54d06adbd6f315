import type { Box } from '../image/geometry.ts';
import type { Tensor } from '../image/picture.ts';
import { fillGaps } from '../matting/pull-push.ts';
import { type Component, componentsOf } from './find.ts';

/** What can be cut out of a person. A head is hair and face, with what is worn there; no neck. */
export const PARTS = ['head', 'hair', 'skin', 'clothes'] as const;
export type Part = (typeof PARTS)[number];

/** The classes of the network *parts*, in the order of its output. */
export const CLASSES = ['background', 'hair', 'body', 'face', 'clothes', 'worn'] as const;
const [BACKGROUND, HAIR, BODY, FACE, CLOTHES, WORN] = CLASSES.keys() as unknown as readonly number[];

const CLASSES_OF: Readonly<Record<Exclude<Part, 'head'>, readonly number[]>> = {
  hair: [HAIR],
  skin: [BODY, FACE],
  clothes: [CLOTHES],
};

/** Where a person is less probable, their parts are not asked for. */
const LEAST_PERSON = 0.3;
/** A piece of a head, behind a hand or a strap, has at least this share of the pixels of its largest piece. */
const LEAST_PIECE = 0.1;
/** The network draws a border over several of its pixels; what is left of that is this share of it. */
const SHARPER = 3;

/**
 * Softmax over the classes of each pixel.
 *
 * @param logits of {@link CLASSES}, `[1, 6, height, width]`.
 * @returns their probabilities, in the same order.
 */
export function classesOf({ dims, data: logits }: Tensor): Tensor {
  const pixels = dims[2] * dims[3];
  const data = new Float32Array(logits.length);
  for (let i = 0; i < pixels; i++) {
    let most = Number.NEGATIVE_INFINITY;
    for (let at = i; at < logits.length; at += pixels) most = Math.max(most, logits[at]);
    let sum = 0;
    for (let at = i; at < logits.length; at += pixels) sum += data[at] = Math.exp(logits[at] - most);
    for (let at = i; at < logits.length; at += pixels) data[at] /= sum;
  }
  return { dims, data };
}

/**
 * The share of a person, at each pixel, that belongs to a part of them. It says nothing of where the person ends: outside of what the
 * network takes for a person it goes on with what is nearest, so that loose hair keeps to the head.
 *
 * @param classes as `classesOf` gives them.
 * @param head where the head is that is meant, in pixels of the answer; other heads don't count, nor do specks beside it.
 * @returns shares 0..1, `[1, 1, height, width]`.
 */
export function shareOf(part: Part, classes: Tensor, head?: Box): Tensor {
  const { dims, data } = classes;
  const [, , height, width] = dims;
  const pixels = width * height;
  const heads = headsIn(classes);
  const lowest = part === 'head' ? lowestFace(classes) : -1;
  // Hats and glasses; bags hang lower.
  for (let i = 0; i < (lowest + 1) * width; i++) heads.data[i] += data[WORN * pixels + i];
  const isOther = head ? otherHeads(heads, head) : () => false;
  const grid = new Float32Array(2 * pixels);
  for (let i = 0; i < pixels; i++) {
    const person = 1 - data[BACKGROUND * pixels + i];
    if (person < LEAST_PERSON) continue;
    grid[2 * i] = person;
    if (isOther(i)) continue;
    if (part === 'head') grid[2 * i + 1] = heads.data[i];
    else for (const one of CLASSES_OF[part]) grid[2 * i + 1] += data[one * pixels + i];
  }
  fillGaps({ width, height, fields: 2, data: grid });
  const share = new Float32Array(pixels);
  for (let i = 0; i < pixels; i++) share[i] = Math.min(1, Math.max(0, (grid[2 * i + 1] - 0.5) * SHARPER + 0.5));
  return { dims: [1, 1, height, width], data: share };
}

/** Says of a pixel whether it is of a head other than the one in `box`, or of a speck. */
function otherHeads(heads: Tensor, box: Box): (pixel: number) => boolean {
  const { labels, components } = componentsOf(heads);
  const within = components.map((component) => (isWithin(component, box) ? component.pixels : 0));
  const least = LEAST_PIECE * Math.max(...within);
  const isOwn = within.map((count) => count > 0 && count >= least);
  return (pixel) => labels[pixel] > 0 && !isOwn[labels[pixel] - 1];
}

/** Whether a component's middle is in a box. */
function isWithin({ box }: Component, { x, y, width, height }: Box): boolean {
  const [u, v] = [box.x + box.width / 2 - x, box.y + box.height / 2 - y];
  return u >= 0 && u <= width && v >= 0 && v <= height;
}

/**
 * The probability of hair or face at each pixel, `[1, 1, height, width]`: where heads are.
 *
 * @param classes as `classesOf` gives them.
 */
export function headsIn({ dims, data }: Tensor): Tensor {
  const [, , height, width] = dims;
  const pixels = width * height;
  const heads = new Float32Array(pixels);
  for (let i = 0; i < pixels; i++) heads[i] = data[HAIR * pixels + i] + data[FACE * pixels + i];
  return { dims: [1, 1, height, width], data: heads };
}

/** The lowest row with a face; −1 without any. */
function lowestFace({ dims, data }: Tensor): number {
  const [, , height, width] = dims;
  const pixels = width * height;
  for (let i = pixels - 1; i >= 0; i--) if (data[FACE * pixels + i] > 0.5) return Math.trunc(i / width);
  return -1;
}
