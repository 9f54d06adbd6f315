import { areaOf, type Box } from '../image/geometry.ts';
import { pasteMatte, pastePicture } from '../image/paste.ts';
import { type Matte, newMatte, newPicture, type Picture } from '../image/picture.ts';
import type { Source } from '../image/rows/row-source.ts';
import type { MatteNetwork } from '../inference/catalog.ts';
import type { Backend, Engine } from '../inference/engine.ts';
import { estimateAlpha } from '../matting/bayesian-alpha.ts';
import { buildColourModel, type ColourModel } from '../matting/colour-model.ts';
import { estimateForeground } from '../matting/foreground.ts';
import { refineMatte } from '../matting/guided-filter.ts';
import { cutSquare } from '../person/face.ts';
import { findPeople } from '../person/find.ts';
import { drive } from '../steps.ts';
import { type CutSquare, findPart, keepPart, ofLargest, type PartOfPerson } from './keep-part.ts';
import type { CutoutHooks, CutoutOptions, Quality } from './options.ts';
import { type Seen, type Sight, seePeople } from './see-people.ts';
import type { Timings } from './stages.ts';
import { type Job, LITE_REFINE } from './view.ts';

export interface Common {
  readonly network: MatteNetwork;
  readonly backend: Backend;
  /** The quality of the outlines: `fast` if *fine* was requested but MODNet did not run. */
  readonly quality: Quality;
  readonly milliseconds: Timings;
  /** Confidence that there is a person, 0..1; above ½ is `yes`. */
  readonly confidence: number;
}

/** A person was cut out, or something that may be one. */
export interface Found extends Common {
  readonly person: 'yes' | 'unsure';
  /** The people, largest first, in pixels of the picture; those who touch are one. */
  readonly people: readonly Box[];
  /** Matte and cutout at the picture's own size. */
  readonly matte: Matte;
  readonly cutout: Picture;
}

/** Nobody was found, so there is no cutout. */
export interface NotFound extends Common {
  readonly person: 'no';
}

/** A cutout of a picture or of a part of it. */
type Cut = Pick<Found, 'matte' | 'cutout'>;

/**
 * Cuts the people out of a picture: tensor → infer → person → refine → matting → foreground. docs/how-it-works.md has the
 * whole path. An uncertain person is cut out all the same; `person` and `confidence` tell how certain it is.
 *
 * @returns `NotFound` only if nobody is found.
 *
 * @throws CutoutError from the engine; whatever `hooks.signal` throws once aborted (between and inside stages).
 */
export async function cutOut(
  picture: Picture,
  engine: Engine,
  options: CutoutOptions = {},
  hooks: CutoutHooks = {},
): Promise<Found | NotFound> {
  try {
    return await stageByStage(picture, engine, options, hooks);
  } finally {
    engine.release?.();
  }
}

async function stageByStage(
  whole: Picture,
  engine: Engine,
  options: CutoutOptions,
  hooks: CutoutHooks,
): Promise<Found | NotFound> {
  const { part } = options;
  const sight = await seePeople(whole, engine, options, part ? { ...hooks, onPreview: undefined } : hooks);
  const { job, seen, decision } = sight;
  const parts = await findParts(job, seen, options, (view, square, to, signal) =>
    drive(cutSquare(view, square, to), signal),
  );
  if (decision.person === 'no' || isWithout(parts)) return { person: 'no', ...commonOf(sight) };
  const cuts = await makeCutouts(job, seen);
  for (const [i, one] of parts?.entries() ?? [])
    await job.stages.run('foreground', [i / seen.length, (i + 1) / seen.length], keepPart(cuts[i], one));
  const people = peopleOf(seen, parts);
  return { person: decision.person, people, ...together(cuts, seen, whole), ...commonOf(sight) };
}

/**
 * A part of the people in each view; undefined where whole people are wanted.
 *
 * @param cut cuts a square out of one of them.
 */
export async function findParts<Whole extends Source>(
  job: Job<Whole>,
  seen: readonly Seen<Whole>[],
  { part, everyone = true }: CutoutOptions,
  cut: CutSquare<Whole>,
): Promise<PartOfPerson[][] | undefined> {
  if (!part) return undefined;
  const found: PartOfPerson[][] = [];
  const { engine, stages } = job;
  if (seen.length) await stages.run('load', [0, 1], engine.prepare('parts', stages.signal));
  for (const one of seen) found.push(await findPart(job, one, part, !everyone, cut));
  return everyone ? found : ofLargest(found);
}

/** Whether a part was looked for and is nowhere. */
export const isWithout = (parts: readonly PartOfPerson[][] | undefined): boolean | undefined =>
  parts?.every((found) => found.length === 0);

/** The fields of every result. */
export function commonOf({ job: { engine, network, stages }, seen, decision }: Sight): Common {
  return {
    network: engine.networkOf?.(network) ?? network,
    backend: engine.backendOf(network),
    quality: seen.some(({ quality }) => quality === 'fine') ? 'fine' : 'fast',
    milliseconds: stages.milliseconds,
    confidence: decision.confidence,
  };
}

/** The people of all views, or parts of them, in the whole picture's pixels, the largest first. */
export const peopleOf = (seen: readonly Seen[], parts?: readonly PartOfPerson[][]): Box[] =>
  seen
    .flatMap((view, i) => inWhole(parts?.[i].map(({ box }) => box) ?? findPeople(view.coarse, view.picture), view))
    .sort((a, b) => areaOf(b) - areaOf(a));

/** Boxes of a view, in the whole picture's pixels. */
const inWhole = (boxes: readonly Box[], { box }: Seen): Box[] =>
  boxes.map((found) => ({ ...found, x: found.x + (box?.x ?? 0), y: found.y + (box?.y ?? 0) }));

/** Combines the views' cutouts into one of the whole picture's size, transparent around them. */
function together(cuts: readonly Cut[], seen: readonly Seen[], { width, height }: Picture): Cut {
  if (!seen[0].box) return cuts[0];
  const [matte, cutout] = [newMatte(width, height), newPicture(width, height)];
  for (const [i, cut] of cuts.entries()) {
    pasteMatte(matte, cut.matte, seen[i].box!);
    pastePicture(cutout, cut.cutout, seen[i].box!);
  }
  return { matte, cutout };
}

/** Computes mattes and cutouts at the views' own sizes from their coarse mattes. */
async function makeCutouts({ network, stages }: Job, seen: readonly Seen<Picture>[]): Promise<Cut[]> {
  const refining = network === 'lite' ? LITE_REFINE : {};
  const cuts: Cut[] = [];
  const refined: (readonly [number, Matte])[] = [];
  const mattes: (readonly [number, Matte, ColourModel])[] = [];
  const span = (i: number, from: number, to: number) => [(i + from) / seen.length, (i + to) / seen.length] as const;
  for (const [i, { coarse, picture, source }] of seen.entries()) {
    const both = await stages.run(
      'refine',
      span(i, 0, 0),
      () => undefined,
      (gpu) => gpu.makeCutout(coarse, picture, refining, source),
    );
    if (both) cuts[i] = both;
    else refined.push([i, await stages.run('refine', span(i, 0, 1), refineMatte(coarse, picture, refining, source))]);
  }
  for (const [i, matte] of refined) {
    const { picture } = seen[i];
    const model = await stages.run('matting', span(i, 0, 0.5), buildColourModel(picture, matte));
    mattes.push([i, await stages.run('matting', span(i, 0.5, 1), estimateAlpha(picture, matte, model)), model]);
  }
  for (const [i, matte, model] of mattes) {
    cuts[i] = {
      matte,
      cutout: await stages.run('foreground', span(i, 0, 1), estimateForeground(seen[i].picture, matte, model)),
    };
  }
  return cuts;
}
