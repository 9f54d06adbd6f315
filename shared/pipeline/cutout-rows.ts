import type { Box, Size } from '../image/geometry.ts';
import { newPicture, type Picture } from '../image/picture.ts';
import { eachRow, type RowSource, resizeSource } from '../image/rows/row-source.ts';
import { newRows } from '../image/rows/rows.ts';
import type { Engine } from '../inference/engine.ts';
import { type ColourModel, colourSums } from '../matting/colour-model.ts';
import { foregroundEstimator, smearSums } from '../matting/foreground.ts';
import { type Refiner, refiner } from '../matting/guided-filter.ts';
import { pacer } from '../steps.ts';
import { type Common, commonOf, type NotFound, peopleOf } from './cutout.ts';
import { drawRows } from './draw-rows.ts';
import type { CutoutHooks, CutoutOptions } from './options.ts';
import { type Seen, seePeople } from './see-people.ts';
import { type Job, LITE_REFINE } from './view.ts';

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
 * `cutOut` for a picture that does not fit into memory: the same steps, the same functions, the same pixels. The picture is
 * read four times: for the networks, for its colours, for the blur of its colours, and for the cutout.
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
    const sight = await seePeople(whole, engine, options, hooks);
    const { job, seen, decision } = sight;
    const learnt: Learnt[] = [];
    for (const [i, one] of seen.entries()) learnt.push(await learn(job, one, i / seen.length, (i + 1) / seen.length));
    const common = commonOf(sight);
    if (decision.person === 'no') return { person: 'no', ...common };
    return { person: decision.person, people: peopleOf(seen), strips: () => stripsOf(whole, learnt, job), ...common };
  } finally {
    engine.release?.();
  }
}

/** What is needed to compute the cutout of a view. */
interface Learnt {
  readonly picture: RowSource;
  readonly box: Box;
  readonly refine: Refiner;
  readonly model: ColourModel;
  readonly smear: number;
}

/** Reads a view twice: for the local colours, then for the blur of its colours. */
async function learn(job: Job<RowSource>, seen: Seen<RowSource>, from: number, to: number): Promise<Learnt> {
  const { stages } = job;
  const { picture } = seen;
  const box = seen.box ?? { x: 0, y: 0, width: picture.width, height: picture.height };
  const refine = await stages.run('refine', [from, to], prepare(job, seen));
  const sums = colourSums(picture);
  const matte = newRows(picture, 1, 1);
  const sum = eachRow(
    picture,
    (rows, y) => {
      refine.row(rows, y, matte);
      sums.add(rows, matte, y);
    },
    stages.signal,
  );
  const model = await stages.run('matting', [from, to], sum.then(sums.model));
  const smears = smearSums(picture, model);
  const draw = drawRows(picture, refine, model, smears.add, smears.wants);
  await stages.run('foreground', [0, 0], eachRow(picture, draw, stages.signal, refine.isMixed));
  return { picture, box, refine, model, smear: smears.smear() };
}

async function prepare({ network, stages }: Job<RowSource>, { coarse, sized, picture }: Seen<RowSource>) {
  const [height, width] = [coarse.dims[2], coarse.dims[3]];
  const isSized = sized.width === width && sized.height === height;
  const small = isSized ? sized : await resizeSource(picture, { width, height }, stages.signal);
  return refiner(coarse, small, picture, network === 'lite' ? LITE_REFINE : {});
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
async function* rowsOf({ picture, refine, model, smear }: Learnt): AsyncGenerator<Uint8ClampedArray[]> {
  const { width, height } = picture;
  const estimate = foregroundEstimator(picture, model, smear);
  let made: Uint8ClampedArray[] = [];
  const draw = drawRows(picture, refine, model, (rows, matte, y) => {
    const row = { width, height, data: new Uint8ClampedArray(width * 4), top: y };
    estimate(rows, matte, y, row);
    made.push(row.data);
  });
  let top = 0;
  for await (const { data, height: rows } of picture.strips({ x: 0, y: 0, width, height }, refine.isVisible)) {
    for (let y = top; y < top + rows; y++) draw({ width, height, data, top }, y);
    top += rows;
    yield made;
    made = [];
  }
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
