import { boxMean } from '../image/box-filter.ts';
import { around, type Box } from '../image/geometry.ts';
import type { Tensor } from '../image/picture.ts';
import { fillGaps } from '../matting/pull-push.ts';
import { type Component, componentsOf } from './components.ts';
import { headsApart } from './heads.ts';

/** The parts of a person that can be cut out. A head is hair and face, with what is worn there, without the neck. */
export const PARTS = ['head', 'hair', 'skin', 'clothes'] as const;
export type Part = (typeof PARTS)[number];

/** The classes of the network *parts*, in the order of its output. */
export const CLASSES = ['background', 'hair', 'body', 'face', 'clothes', 'worn'] as const;
const BACKGROUND = 0;
const HAIR = 1;
const BODY = 2;
const FACE = 3;
const CLOTHES = 4;
const WORN = 5;

const CLASSES_OF: Readonly<Record<Exclude<Part, 'head'>, readonly number[]>> = {
  hair: [HAIR],
  skin: [BODY, FACE],
  clothes: [CLOTHES],
};

/** Below this probability of a person, a pixel's classes are ignored. */
const LEAST_PERSON = 0.3;
/** A separate piece of a head, behind a hand or a strap, has at least this share of the pixels of the largest piece. */
const LEAST_PIECE = 0.1;
/** The network's borders are several of its pixels wide. Their contrast is raised by this factor. */
const SHARPER = 3;
/** Loose hair that the network classifies as background is within this share of the width around the hair that it finds. */
const REACH = 0.08;
/** A veil extends so far beside a face, in widths of it, and at most so far above it, in heights. */
const VEIL_ROOM = 0.5;
const VEIL_HEIGHT = 0.8;
/** The slope with which the lower end of a veil rises from the chin to both sides. */
const VEIL_SLOPE = 0.8;
/** Above a veiled face, at least this share of the pixels is clothes; the rest is hair. */
const VEIL_SHARE = 0.4;

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
 * The share of a person, at each pixel, that belongs to a part of them. It does not tell where the person ends: outside of the person's pixels it
 * continues with the nearest value, so that loose hair belongs to the head.
 *
 * @param classes the result of `classesOf`.
 * @param head the box of the requested head, in pixels of the answer; other heads and specks beside it are excluded.
 * @param alone whether heads that touch it are excluded, too.
 * @returns shares 0..1, `[1, 1, height, width]`.
 */
export function shareOf(part: Part, classes: Tensor, head?: Box, alone = false): Tensor {
  const { dims, data } = classes;
  const [, , height, width] = dims;
  const pixels = width * height;
  const heads = headsIn(classes);
  if (part === 'head') addWorn(heads, classes, head);
  const isOther = head ? otherHeads(alone ? apart(heads, classes) : heads, head) : () => false;
  const grid = new Float32Array(2 * pixels);
  for (let i = 0; i < pixels; i++) {
    const person = 1 - data[BACKGROUND * pixels + i];
    if (person < LEAST_PERSON) continue;
    grid[2 * i] = person;
    if (isOther(i)) continue;
    if (part === 'head') grid[2 * i + 1] = heads.data[i];
    else for (const one of CLASSES_OF[part]) grid[2 * i + 1] += data[one * pixels + i];
  }
  const near = nearTo(grid, width, height);
  fillGaps({ width, height, fields: 2, data: grid });
  const share = new Float32Array(pixels);
  for (let i = 0; i < pixels; i++)
    if (near[i]) share[i] = Math.min(1, Math.max(0, (grid[2 * i + 1] - 0.5) * SHARPER + 0.5));
  return { dims: [1, 1, height, width], data: share };
}

/** 1 at the part and {@link REACH} around it, 0 elsewhere: pixels farther away don't belong to the part. */
function nearTo(grid: Float32Array, width: number, height: number): Float32Array {
  const near = new Float32Array(width * height);
  for (let i = 0; i < near.length; i++) near[i] = grid[2 * i + 1] > 0.5 ? 1 : 0;
  boxMean(near, width, height, Math.round(REACH * width));
  // A running sum may end slightly above zero.
  return near.map((mean) => (mean > 1e-5 ? 1 : 0));
}

/** Adds what is worn on a head: hat and glasses, and a veil or a hood, which the network classifies as clothes. Bags are lower than faces. */
function addWorn(heads: Tensor, classes: Tensor, head: Box | undefined): void {
  const { dims, data } = classes;
  const [, , height, width] = dims;
  const pixels = width * height;
  const face = faceIn(classes, head);
  if (!face) return;
  const lowest = face.y + face.height - 1;
  for (let i = 0; i < (lowest + 1) * width; i++) heads.data[i] += data[WORN * pixels + i];
  if (!isVeiled(face, classes)) return;
  const from = Math.max(0, Math.round(face.x - VEIL_ROOM * face.width));
  const end = Math.min(width, Math.round(face.x + (1 + VEIL_ROOM) * face.width));
  for (let x = from; x < end; x++) {
    const aside = Math.max(0, Math.abs(x - face.x - face.width / 2) - face.width / 4);
    for (let y = 0; y <= lowest - VEIL_SLOPE * aside; y++)
      heads.data[y * width + x] += data[(CLOTHES * height + y) * width + x];
  }
}

/** Whether clothes lie above a face and end there. The clothes of somebody who stands behind continue to that person's neck. */
function isVeiled({ x, y, width, height }: Box, { dims, data }: Tensor): boolean {
  const pixels = dims[2] * dims[3];
  const isA = (index: number, i: number) => data[index * pixels + i] > 0.5;
  let veiled = 0;
  let columns = 0;
  for (let u = Math.round(x + width / 3); u < x + (2 * width) / 3; u++, columns++) {
    let v = y + (height >> 1);
    while (v >= 0 && isA(FACE, v * dims[3] + u)) v--;
    const top = v;
    let clothes = 0;
    for (; v >= 0 && !isA(FACE, v * dims[3] + u) && !isA(BODY, v * dims[3] + u); v--) {
      if (isA(BACKGROUND, v * dims[3] + u)) break;
      if (isA(CLOTHES, v * dims[3] + u)) clothes++;
    }
    if (
      v >= 0 &&
      isA(BACKGROUND, v * dims[3] + u) &&
      clothes > 0 &&
      clothes >= VEIL_SHARE * (top - v) &&
      top - v <= VEIL_HEIGHT * height
    )
      veiled++;
  }
  return veiled > columns / 2;
}

/**
 * The box of a head with everything worn on it.
 *
 * @param classes the result of `classesOf`.
 * @param head the box of its hair and face, in pixels of `classes`.
 * @param alone whether heads that touch it are excluded.
 */
export function withWorn(classes: Tensor, head: Box, alone = false): Box {
  const heads = headsIn(classes);
  addWorn(heads, classes, head);
  const { components } = componentsOf(alone ? apart(heads, classes) : heads);
  const own = components.filter((component) => isWithin(component, head));
  return own.reduce((box, component) => around(box, component.box), head);
}

/** Returns a function that tells whether a pixel belongs to a head other than the one in `box`, or to a speck. */
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
 * The probability of hair or face at each pixel, `[1, 1, height, width]`.
 *
 * @param classes the result of `classesOf`.
 * @param alone whether heads that touch are separated by a border.
 */
export function headsIn(classes: Tensor, alone = false): Tensor {
  const [, , height, width] = classes.dims;
  const pixels = width * height;
  const data = new Float32Array(pixels);
  for (let i = 0; i < pixels; i++) data[i] = classes.data[HAIR * pixels + i] + classes.data[FACE * pixels + i];
  const heads: Tensor = { dims: [1, 1, height, width], data };
  return alone ? apart(heads, classes) : heads;
}

/** The same heads with a border between those of different faces. */
function apart(heads: Tensor, { dims, data }: Tensor): Tensor {
  const pixels = dims[2] * dims[3];
  return headsApart(heads, { dims: heads.dims, data: data.subarray(FACE * pixels, (FACE + 1) * pixels) });
}

/** The box of a face, within a box if one is given; undefined if there is none. */
function faceIn({ dims, data }: Tensor, within?: Box): Box | undefined {
  const [, , height, width] = dims;
  const at = FACE * width * height;
  const { x, y, width: wide, height: high } = within ?? { x: 0, y: 0, width, height };
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let v = Math.max(0, Math.floor(y)); v < Math.min(height, y + high); v++) {
    for (let u = Math.max(0, Math.floor(x)); u < Math.min(width, x + wide); u++) {
      if (data[at + v * width + u] <= 0.5) continue;
      [left, right] = [Math.min(left, u), Math.max(right, u)];
      [top, bottom] = [Math.min(top, v), Math.max(bottom, v)];
    }
  }
  return right < 0 ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}
