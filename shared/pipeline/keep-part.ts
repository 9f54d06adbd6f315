import { areaOf, around, type Box, type Size } from '../image/geometry.ts';
import { type Matte, newMatte, type Picture, sizeOf, type Tensor } from '../image/picture.ts';
import type { Source } from '../image/rows/row-source.ts';
import { type Rows, rowOf } from '../image/rows/rows.ts';
import { newTaps, samplePlaneRow } from '../image/taps.ts';
import { inputSize, toTensor } from '../inference/tensor.ts';
import type { Square } from '../person/face.ts';
import { findPeople, inPicture } from '../person/find.ts';
import { classesOf, headsIn, type Part, shareOf, withWorn } from '../person/part.ts';
import type { Signal } from '../signal.ts';
import { drive, type Steps } from '../steps.ts';
import type { Seen } from './see-people.ts';
import type { Job } from './view.ts';

/** A part of a person in a view. */
export interface PartOfPerson {
  readonly square: Square;
  /** The part's share of the person, in 255ths, at each pixel of the square; it is 0 outside of it. */
  readonly share: Matte;
  /** Of what is kept, in whole pixels of the view. */
  readonly box: Box;
}

/** Sides of the squares that the network gets, as multiples of the longer side of a person's box, and of a head's. */
const PERSON_ROOM = 1.15;
const HEAD_ROOM = 2;
/** The network runs on at most so many people. */
const MOST_PEOPLE = 6;
/** And on at most so many heads of a view, each of which needs a plane of memory. */
const MOST_HEADS = 16;
/** A head whose box has less than this share of the area of the largest one beside it is a speck, such as hair that seems to be apart. */
const LEAST_HEAD = 0.02;

/** Cuts a square out of a view, `to` pixels a side. */
export type CutSquare<Whole extends Source> = (
  view: Whole,
  square: Square,
  to: number,
  signal: Signal | undefined,
) => Promise<Picture>;

/**
 * Finds a part of the people in a view. The network *parts* runs on each person, and again on an enlarged square of each head.
 *
 * @param alone whether one of them will be chosen, so that heads that touch must be separated.
 * @param cut cuts a square out of the view.
 * @throws CutoutError from the engine; whatever the job's signal throws once aborted.
 */
export async function findPart<Whole extends Source>(
  job: Job<Whole>,
  seen: Seen<Whole>,
  part: Part,
  alone: boolean,
  cut: CutSquare<Whole>,
): Promise<PartOfPerson[]> {
  const { coarse, picture } = seen;
  const parts: PartOfPerson[] = [];
  let left = MOST_HEADS;
  const side = inputSize(picture, job.engine.inputOf('parts').size).width;
  for (const person of findPeople(coarse, picture).slice(0, MOST_PEOPLE)) {
    const keep = (square: Square, share: Tensor, least = 0, isAlone = false) => {
      const boxes = boxOf(square, share, person, seen, isAlone).filter((box) => areaOf(box) >= least);
      for (const box of boxes) parts.push({ square, share: matteOf(share), box });
    };
    const square = squareAround(person, PERSON_ROOM);
    const classes = await look(job, await cut(picture, square, side, job.stages.signal));
    if (part !== 'head' && part !== 'hair') {
      keep(square, shareOf(part, classes), 0, alone);
      continue;
    }
    const heads = headsOfLook(classes, square, alone).slice(0, left);
    for (const head of heads) {
      left--;
      const worn = ofSquare(withWorn(classes, inSquare(head, square, classes), alone), square, classes);
      const closer = squareAround(worn, HEAD_ROOM);
      const [from, found] =
        closer.side < square.side
          ? [closer, await look(job, await cut(picture, closer, side, job.stages.signal))]
          : ([square, classes] as const);
      keep(from, shareOf(part, found, inSquare(head, from, found), alone), LEAST_HEAD * areaOf(heads[0]));
    }
  }
  return parts;
}

/**
 * The box of what a share keeps of a person, without specks: none where nothing else is kept.
 *
 * @param isAlone whether the share loses what is of others: what is beyond the person's box.
 */
function boxOf(
  square: Square,
  { dims, data }: Tensor,
  person: Box,
  { coarse, picture }: Seen,
  isAlone: boolean,
): Box[] {
  const { left, top, side } = square;
  const [, , rows, columns] = coarse.dims;
  const step = side / dims[3];
  const kept = data.map((share, i) => {
    const x = left + ((i % dims[3]) + 0.5) * step;
    const y = top + (Math.trunc(i / dims[3]) + 0.5) * step;
    const isBeyond = (room: number) =>
      Math.abs(x - person.x - person.width / 2) >= person.width / 2 + room ||
      Math.abs(y - person.y - person.height / 2) >= person.height / 2 + room;
    // The outline is a little wider than the box.
    if (isAlone && isBeyond(step)) data[i] = 0;
    if (isBeyond(0)) return 0;
    const row = Math.trunc((y * rows) / picture.height);
    return share * coarse.data[row * columns + Math.trunc((x * columns) / picture.width)];
  });
  const own = { dims, data: kept };
  const pieces = findPeople(own, sizeOf(own));
  return pieces.length ? [inPicture(ofSquare(pieces.reduce(around), square, own), picture)] : [];
}

/** Shares are held until a view's last row is made: in bytes. */
function matteOf({ dims, data }: Tensor): Matte {
  const matte = newMatte(dims[3], dims[2]);
  for (let i = 0; i < data.length; i++) matte.data[i] = data[i] * 255;
  return matte;
}

/** Keeps only the largest of the parts that were found in several views. */
export function ofLargest(found: readonly PartOfPerson[][]): PartOfPerson[][] {
  const parts = found.flat();
  const largest = parts.reduce((best, part) => (areaOf(part.box) > areaOf(best.box) ? part : best), parts[0]);
  return found.map((one) => one.filter((part) => part === largest));
}

/** The probabilities of the classes in a square of a view, which has the size of the network's input. */
async function look({ engine, stages }: Job, square: Picture): Promise<Tensor> {
  const input = await drive(toTensor(square, engine.inputOf('parts'), square));
  return classesOf(await stages.run('subject', [0, 1], engine.infer('parts', input, stages.signal)));
}

const squareAround = ({ x, y, width, height }: Box, room: number): Square => {
  const side = room * Math.max(width, height);
  return { left: x + (width - side) / 2, top: y + (height - side) / 2, side };
};

/** The heads in the classes of a square, in pixels of the square's picture. */
function headsOfLook(classes: Tensor, { left, top, side }: Square, alone: boolean): Box[] {
  const heads = findPeople(headsIn(classes, alone), { width: side, height: side });
  return heads
    .filter((head) => areaOf(head) >= LEAST_HEAD * areaOf(heads[0]))
    .map((head) => ({ ...head, x: head.x + left, y: head.y + top }));
}

/** Converts a box of a view to pixels of a square's classes. */
function inSquare({ x, y, width, height }: Box, { left, top, side }: Square, { dims }: Tensor): Box {
  const scale = dims[3] / side;
  return { x: (x - left) * scale, y: (y - top) * scale, width: width * scale, height: height * scale };
}

/** Converts a box in pixels of a square's classes to pixels of the view. */
function ofSquare({ x, y, width, height }: Box, { left, top, side }: Square, { dims }: Tensor): Box {
  const scale = side / dims[3];
  return { x: left + x * scale, y: top + y * scale, width: width * scale, height: height * scale };
}

/**
 * Removes everything except a part from a cutout, in place: alpha is multiplied by the part's share.
 *
 * @returns the same matte and cutout.
 */
export function* keepPart<Cut extends { readonly matte: Matte; readonly cutout: Picture }>(
  cut: Cut,
  parts: readonly PartOfPerson[],
): Steps<Cut> {
  const { matte, cutout } = cut;
  const { width, height } = matte;
  const shareAt = shareRows(matte, parts);
  for (let y = 0; y < height; y++) {
    const share = shareAt(y);
    for (let x = 0, i = y * width; x < width; x++, i++) matte.data[i] *= share[x];
    keepRow(cutout, y, share);
    if (y % 64 === 0) yield y / height;
  }
  return cut;
}

/** `keepPart` of one row of a cutout. */
export function keepRow(cutout: Rows, y: number, share: Float32Array): void {
  const { data, width } = cutout;
  for (let x = 0, i = rowOf(cutout, y) * width * 4; x < width; x++, i += 4) {
    data[i + 3] *= share[x];
    if (data[i + 3] === 0) data.fill(0, i, i + 3);
  }
}

/**
 * The share of parts in the rows of a view.
 *
 * @returns the share of each pixel of a row, 0..1; the same array each time.
 */
export function shareRows({ width }: Size, parts: readonly PartOfPerson[]): (y: number) => Float32Array {
  const row = new Float32Array(width);
  const one = new Float32Array(width);
  const placed = parts.map(({ square: { left, top, side }, share }) => {
    const from = Math.max(0, Math.floor(left));
    const end = Math.max(from, Math.min(width, Math.ceil(left + side)));
    const step = share.width / side;
    return { share, top, side, step, from, end, across: newTaps(end - from, (from - left) * step, step, share.width) };
  });
  return (y) => {
    row.fill(0);
    for (const { share, top, side, step, from, end, across } of placed) {
      if (y < Math.floor(top) || y >= top + side) continue;
      samplePlaneRow(share, newTaps(1, (y - top) * step, step, share.height), 0, across, one);
      for (let x = from; x < end; x++) row[x] = Math.max(row[x], one[x - from] / 255);
    }
    return row;
  };
}
