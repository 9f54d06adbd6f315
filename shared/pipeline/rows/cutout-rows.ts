import type { Box, Size } from '../../image/geometry.ts';
import { newPicture, type Picture, sizeOf } from '../../image/picture.ts';
import { atSize } from '../../image/resize.ts';
import { eachRow, type RowSource } from '../../image/rows/row-source.ts';
import { newRows, type Rows } from '../../image/rows/rows.ts';
import type { Engine } from '../../inference/engine.ts';
import { type ColourModel, colourSums } from '../../matting/colour-model.ts';
import { foregroundEstimator, smearSums } from '../../matting/foreground.ts';
import { type Refiner, refiner } from '../../matting/guided-filter.ts';
import { cutSquareRows } from '../../person/face.ts';
import { drive, pacer } from '../../steps.ts';
import { type Common, commonOf, findParts, isWithout, type NotFound, peopleOf } from '../cutout.ts';
import { keepRow, type PartOfPerson, shareRows } from '../keep-part.ts';
import type { CutoutHooks, CutoutOptions } from '../options.ts';
import { type Seen, seePeople } from '../see-people.ts';
import { type Job, LITE_REFINE } from '../view.ts';
import { drawRows } from './draw-rows.ts';

/** Somebody was found; the cutout is computed while its rows are read. */
export interface FoundRows extends Common {
  readonly person: 'yes' | 'unsure';
  /** The people, largest first, in pixels of the picture; those who touch are one. */
  readonly people: readonly Box[];
  /** The cutout from its first row to its last, computed again at each call: strips as wide as the picture, from top to bottom. */
  readonly strips: () => AsyncGenerator<Picture>;
}

/** Rows of a strip. */
const ROWS = 16;

/**
 * `cutOut` for a picture that does not fit into memory: the same steps, the same functions, the same pixels. The picture is read four
 * times: for the networks, for its colours, for the blur of its colours, and for the cutout. Small parts of it that show people are read
 * once more, and so is each square in which a part of a person is looked for.
 *
 * @throws what `cutOut` throws, and what the source does.
 */
export async function cutOutRows(
  whole: RowSource,
  engine: Engine,
  options: CutoutOptions = {},
  hooks: CutoutHooks = {},
): Promise<FoundRows | NotFound> {
  try {
    const { job, views, common, ...found } = await see(whole, engine, options, hooks);
    const learnt: Learnt[] = [];
    for (const [i, view] of views.entries())
      learnt.push(await learn(job, view, [i / views.length, (i + 1) / views.length]));
    if (found.person === 'no') return { person: 'no', ...common };
    return { person: found.person, people: found.people, strips: () => stripsOf(whole, learnt, job), ...common };
  } finally {
    engine.release?.();
  }
}

/** What is needed to compute the matte of a view: the networks' mattes are not. */
interface Prepared {
  readonly picture: RowSource;
  readonly box: Box;
  readonly refine: Refiner;
  /** What is kept of the people; undefined where all of them is. */
  readonly part: readonly PartOfPerson[] | undefined;
}

/** All that needs networks. What they answered may be forgotten then: the rows need the room. */
async function see(whole: RowSource, engine: Engine, options: CutoutOptions, hooks: CutoutHooks) {
  const sight = await seePeople(whole, engine, options, hooks);
  const { job, seen, decision } = sight;
  const parts = await findParts(job, seen, options, cutSquareRows);
  const people = peopleOf(seen, parts);
  const person = isWithout(parts) ? 'no' : decision.person;
  const views: Prepared[] = [];
  for (const [i, one] of person === 'no' ? [] : seen.entries()) {
    const { picture, box = { x: 0, y: 0, width: picture.width, height: picture.height } } = one;
    const refine = await job.stages.run('refine', [i / seen.length, (i + 1) / seen.length], prepare(job, one));
    views.push({ picture, box, refine, part: parts?.[i] });
  }
  return { job, views, person, people, common: commonOf(sight) };
}

async function prepare({ network, stages }: Job<RowSource>, { coarse, source, picture }: Seen<RowSource>) {
  const small = await drive(atSize(source, sizeOf(coarse)), stages.signal);
  return refiner(coarse, small, picture, network === 'lite' ? LITE_REFINE : {});
}

/** What is needed to compute the cutout of a view. */
interface Learnt extends Prepared {
  readonly model: ColourModel;
  readonly smear: number;
}

/** Reads a view twice: for the local colours, then for the blur of its colours. */
async function learn(job: Job, view: Prepared, progress: readonly [number, number]): Promise<Learnt> {
  const { picture, refine } = view;
  const model = await learnColours(job, view, progress);
  const smears = smearSums(picture, model);
  const draw = drawRows(picture, refine, model, smears.add, smears.wants);
  const all = (rows: Rows, y: number) => {
    for (const _ of draw(rows, y));
  };
  await job.stages.run('foreground', [0, 0], eachRow(picture, all, job.stages.signal, refine.isMixed));
  return { ...view, model, smear: smears.smear() };
}

/** By itself, so that what it sums up in is forgotten after it. */
async function learnColours({ stages }: Job, { picture, refine }: Prepared, progress: readonly [number, number]) {
  const sums = colourSums(picture);
  const matte = newRows(picture, 1, 1);
  const add = (rows: Rows, y: number) => {
    refine.row(rows, y, matte);
    sums.add(rows, matte, y);
  };
  return stages.run('matting', progress, eachRow(picture, add, stages.signal).then(sums.model));
}

/** The cutouts of all views in strips of the whole picture's width, transparent around them. */
async function* stripsOf(whole: Size, learnt: readonly Learnt[], { stages }: Job<RowSource>): AsyncGenerator<Picture> {
  const parts = learnt.map((one) => {
    const rows = rowsOf(one);
    return { box: one.box, rows, next: puller(rows) };
  });
  const pace = pacer(stages.signal);
  try {
    for (let top = 0; top < whole.height; top += ROWS) {
      const strip = newPicture(whole.width, Math.min(ROWS, whole.height - top));
      for (const { box, next } of parts) {
        const end = Math.min(top + strip.height, box.y + box.height);
        for (let y = Math.max(top, box.y); y < end; y++) {
          strip.data.set(await next(), ((y - top) * whole.width + box.x) * 4);
        }
      }
      stages.report('foreground', top / whole.height);
      yield strip;
      await pace();
    }
  } finally {
    // If the reader stops early, the picture is not read further.
    for (const { rows } of parts) await rows.return(undefined);
  }
  stages.report('foreground', 1);
}

/** The rows of a view's cutout, in batches. */
async function* rowsOf({ picture, refine, model, smear, part }: Learnt): AsyncGenerator<Uint8ClampedArray[]> {
  const { width, height } = picture;
  const shareAt = part && shareRows(picture, part);
  const estimate = foregroundEstimator(picture, model, smear);
  let made: Uint8ClampedArray[] = [];
  const draw = drawRows(picture, refine, model, (rows, matte, y) => {
    const row = { width, height, data: new Uint8ClampedArray(width * 4), top: y };
    estimate(rows, matte, y, row);
    if (shareAt) keepRow(row, y, shareAt(y));
    made.push(row.data);
  });
  let top = 0;
  for await (const { data, height: rows } of picture.strips({ x: 0, y: 0, width, height }, refine.isVisible)) {
    for (let y = top; y < top + rows; y++) {
      for (const _ of draw({ width, height, data, top }, y)) {
        if (made.length < ROWS) continue;
        yield made;
        made = [];
      }
    }
    top += rows;
  }
  yield made;
}

/** Returns a function that takes the next row from batches of rows. */
function puller(batches: AsyncGenerator<Uint8ClampedArray[]>): () => Promise<Uint8ClampedArray> {
  let rows: Uint8ClampedArray[] = [];
  let at = 0;
  return async () => {
    while (at === rows.length) {
      const { done, value } = await batches.next();
      if (done) throw new Error('a picture with fewer rows than it said');
      [rows, at] = [value, 0];
    }
    return rows[at++];
  };
}
