import { areaOf, around, type Box, type Size } from '../image/geometry.ts';
import type { Tensor } from '../image/picture.ts';
import { componentsOf } from './components.ts';

/** The margin around people, as a share of the longer side of their box. */
const MARGIN = 0.2;
/** The networks run on a part by itself if it is enlarged by at least this factor there. */
const LARGER = 1.3;
/** A region smaller than this share of the picture is no person. */
const LEAST = 0.0005;
/** Nor is one smaller than this share of the largest person, such as a lock of hair that seems to be apart. */
const LEAST_BESIDE = 0.003;
/** The most parts that a job has time for. */
export const MOST_PARTS = 4;

/**
 * Finds the people in a matte: each connected region is one person, except specks.
 *
 * @param matte alpha `[1, 1, height, width]`.
 * @returns boxes in whole pixels of a picture of the given size, the largest person first.
 */
export function findPeople(matte: Tensor, picture: Size): Box[] {
  const [rows, columns] = [matte.dims[2], matte.dims[3]];
  return componentsOf(matte)
    .components.sort((a, b) => b.pixels - a.pixels)
    .filter(({ pixels }, _, [largest]) => pixels >= Math.max(LEAST * rows * columns, LEAST_BESIDE * largest.pixels))
    .map(({ box }) => scaleBox(box, { width: columns, height: rows }, picture));
}

/** A box in a picture of the size `from`, in whole pixels of the same picture at the size `to`. */
export function scaleBox(box: Box, from: Size, to: Size): Box {
  const x = Math.floor((box.x * to.width) / from.width);
  const y = Math.floor((box.y * to.height) / from.height);
  return {
    x,
    y,
    width: Math.ceil(((box.x + box.width) * to.width) / from.width) - x,
    height: Math.ceil(((box.y + box.height) * to.height) / from.height) - y,
  };
}

/**
 * The parts of a picture on which the networks should run by themselves, because people who fill little of a picture are recognised better when they
 * are enlarged. Each part contains its people and a margin. Parts don't overlap: people whose parts would overlap share one.
 *
 * @param most the largest number of parts; if there are more, the nearest ones are joined.
 * @returns no parts if the whole picture is sufficient.
 */
export function partsWorthALook(people: readonly Box[], picture: Size, most = MOST_PARTS): Box[] {
  const parts = apart(people.map((box) => withRoom(box, picture)));
  while (parts.length > most) joinNearest(parts);
  const isWorth = (part: Box) =>
    Math.min(picture.width, picture.height) / Math.min(part.width, part.height) >= LARGER &&
    Math.sqrt(areaOf(picture) / areaOf(part)) >= LARGER;
  return parts.every(isWorth) ? parts : [];
}

const withRoom = (box: Box, picture: Size): Box =>
  inPicture(box, picture, Math.ceil(MARGIN * Math.max(box.width, box.height)));

/** The whole pixels of a picture that a box and a margin around it touch. */
export function inPicture({ x, y, width, height }: Box, picture: Size, margin = 0): Box {
  const [left, top] = [Math.max(0, Math.floor(x) - margin), Math.max(0, Math.floor(y) - margin)];
  return {
    x: left,
    y: top,
    width: Math.min(picture.width, Math.ceil(x + width) + margin) - left,
    height: Math.min(picture.height, Math.ceil(y + height) + margin) - top,
  };
}

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Joins boxes that overlap, until none do. */
function apart(boxes: readonly Box[]): Box[] {
  const done: Box[] = [];
  for (const box of boxes) {
    let grown = box;
    for (let i = done.length - 1; i >= 0; i--) {
      if (!overlap(done[i], grown)) continue;
      grown = around(grown, done[i]);
      done.splice(i, 1);
      i = done.length;
    }
    done.push(grown);
  }
  return done;
}

/** Joins the two boxes whose common box adds the least area, in place, and all boxes that it overlaps. */
function joinNearest(boxes: Box[]): void {
  let best: [number, number] = [0, 1];
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < boxes.length; i++) {
    for (let j = i + 1; j < boxes.length; j++) {
      const added = areaOf(around(boxes[i], boxes[j])) - areaOf(boxes[i]) - areaOf(boxes[j]);
      if (added < least) [least, best] = [added, [i, j]];
    }
  }
  const joined = around(boxes[best[0]], boxes[best[1]]);
  const others = boxes.filter((_, i) => !best.includes(i));
  boxes.splice(0, boxes.length, ...apart([...others, joined]));
}
