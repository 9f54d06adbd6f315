import { isNoBackend } from '../errors.ts';
import { crop } from '../image/compose.ts';
import type { Box, Size } from '../image/geometry.ts';
import { pastePicture } from '../image/paste.ts';
import { newPicture, type Picture, type Tensor } from '../image/picture.ts';
import { resize } from '../image/resize.ts';
import { partOf, type RowSource, resizeSource } from '../image/rows/row-source.ts';
import type { Engine } from '../inference/engine.ts';
import { inputSize, toTensor } from '../inference/tensor.ts';
import type { Signal } from '../signal.ts';
import { drive, type Steps } from '../steps.ts';

/** A square of a picture, in its pixels; it may reach beyond the picture's edges. */
export interface Square {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

/** Sides of two squares about the head: as a share of a person's width, and of their shorter side. */
const WIDE = 1.25;
const CLOSE = 0.8;
/** How far above a person such a square begins, as a share of its side. */
const ABOVE = 0.15;

/**
 * Runs the face detector three times: on the whole picture, and on two squares where the head of the person in lite's matte would be. The face of
 * a whole figure has only a few pixels in the network's input, except in the squares. The network is the short-range form of BlazeFace (Bazarevsky
 * et al. 2019, *BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs*). Of its answer, `[1, anchors, 1]`, only the
 * largest value counts.
 *
 * @param lite alpha `[1, 1, height, width]` of the picture.
 * @returns the log-odds of the most probable face; undefined if the network can't run.
 * @throws whatever `signal` throws when aborted.
 */
export async function faceOdds(
  picture: Picture,
  lite: Tensor,
  engine: Engine,
  signal?: Signal,
): Promise<number | undefined> {
  let odds = Number.NEGATIVE_INFINITY;
  try {
    const spec = engine.inputOf('face');
    const size = inputSize(picture, spec.size);
    for (const square of [around(picture), ...headsOf(lite, picture)]) {
      const seen = await drive(cutSquare(picture, square, size.width), signal);
      const scores = await engine.infer('face', await drive(toTensor(seen, spec, size), signal), signal);
      odds = scores.data.reduce((most, score) => Math.max(most, score), odds);
    }
  } catch (thrown) {
    if (isNoBackend(thrown)) return undefined;
    throw thrown;
  }
  return odds;
}

/** The square about a whole picture. */
function around({ width, height }: Size): Square {
  const side = Math.max(width, height);
  return { left: (width - side) / 2, top: (height - side) / 2, side };
}

/**
 * Where the head of the person in lite's matte would be, in a picture of that size: a wide square and a close one; none if alpha is nowhere
 * above ½.
 */
export function headsOf(lite: Tensor, { width, height }: Size): Square[] {
  const person = solidBounds(lite);
  if (!person) return [];
  const [across, down] = [width / lite.dims[3], height / lite.dims[2]];
  const wide = person.width * across;
  const tall = person.height * down;
  const middle = (person.x + person.width / 2) * across;
  return [WIDE * wide, CLOSE * Math.min(wide, tall)].map((side) => ({
    left: middle - side / 2,
    top: person.y * down - ABOVE * side,
    side,
  }));
}

/** A square of a picture, resized to `to` a side; beyond the picture's edges it is black. */
export function* cutSquare(picture: Picture, square: Square, to: number): Steps<Picture> {
  const place = placeIn(picture, square, to);
  return inSquare(yield* resize(crop(picture, place.box), place.width, place.height), place, to);
}

/** The same of a picture that is read by rows. */
export async function cutSquareRows(rows: RowSource, square: Square, to: number, signal?: Signal): Promise<Picture> {
  const place = placeIn(rows, square, to);
  return inSquare(await resizeSource(partOf(rows, place.box), place, signal), place, to);
}

/** The part of a picture that is in a square, and its place in that when it has `to` pixels a side. */
function placeIn(picture: Size, { left, top, side }: Square, to: number): Box & { readonly box: Box } {
  const within = (at: number, length: number) => Math.min(Math.max(Math.round(at), 0), length);
  const x = within(left, picture.width - 1);
  const y = within(top, picture.height - 1);
  const box = {
    x,
    y,
    width: Math.max(1, within(left + side, picture.width) - x),
    height: Math.max(1, within(top + side, picture.height) - y),
  };
  const scale = to / side;
  const sized = (length: number) => Math.min(to, Math.max(1, Math.round(length * scale)));
  const [width, height] = [sized(box.width), sized(box.height)];
  return { box, width, height, x: within((x - left) * scale, to - width), y: within((y - top) * scale, to - height) };
}

function inSquare(part: Picture, place: Box, to: number): Picture {
  const square = newPicture(to, to);
  for (let i = 3; i < square.data.length; i += 4) square.data[i] = 255;
  pastePicture(square, part, place);
  return square;
}

/** The smallest box, in pixels of the matte, around all alpha above ½; undefined if there is none. */
function solidBounds({ dims, data }: Tensor): Box | undefined {
  const [rows, columns] = [dims[2], dims[3]];
  let [left, right, top, bottom] = [columns, -1, rows, -1];
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      if (data[y * columns + x] <= 0.5) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  return bottom < 0 ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}
