import type { Matte, Picture } from '../image/picture.ts';
import type { MatteNetwork } from '../inference/catalog.ts';
import type { Backend, Engine } from '../inference/engine.ts';
import { matting } from '../matting/bayesian-alpha.ts';
import { colourModel } from '../matting/colour-model.ts';
import { foreground } from '../matting/foreground.ts';
import { refine } from '../matting/guided-filter.ts';
import { placeMatte, placePicture } from '../person/close-up.ts';
import type { Evidence, FaceOdds } from '../person/subject.ts';
import type { Signal } from '../signal.ts';
import { look, lookByLite, type Seen } from './looks.ts';
import { createCourse } from './stage-runner.ts';
import type { OnProgress, Timings } from './stages.ts';
import { glance, type Job, LITE_REFINE } from './view.ts';

export interface CutoutOptions {
  /** Which network gives the matte; `portrait-s` unless told. */
  readonly network?: MatteNetwork | undefined;
  /** A smaller copy of the picture for the first look, where the host has one sooner; made here unless given. */
  readonly small?: Picture | undefined;
  /** Most pixels of the input up close, in place of the backend's own. */
  readonly maxInputPixels?: number | undefined;
}

export interface CutoutHooks {
  readonly signal?: Signal | undefined;
  readonly onProgress?: OnProgress | undefined;
  /** Told what speaks for a person, and how to look for a face, before that is decided: for measuring. */
  readonly onEvidence?: ((evidence: Evidence, face: FaceOdds) => void | Promise<void>) | undefined;
  /** A small cutout by the lite network; portrait runs, and may block this thread, only after it was delivered. */
  readonly onPreview?: ((preview: Picture) => void | Promise<void>) | undefined;
}

interface Common {
  readonly network: MatteNetwork;
  readonly backend: Backend;
  readonly milliseconds: Timings;
}

/** A person was found: the matte and the cutout at the picture's own size. */
export interface Found extends Common {
  readonly person: true;
  readonly matte: Matte;
  readonly cutout: Picture;
}

/** Nobody was found; nothing is invented. */
export interface NotFound extends Common {
  readonly person: false;
}

/**
 * Cuts the people out of a picture: tensor → infer → subject → refine → matting → foreground. See docs/how-it-works.md for the whole path.
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
  { network = 'portrait-s', small, maxInputPixels }: CutoutOptions,
  { signal, onProgress, onPreview, onEvidence }: CutoutHooks,
): Promise<Found | NotFound> {
  const course = createCourse(engine, signal, onProgress);
  const job: Job = { whole, network, engine, course, maxInputPixels };
  const view = await glance(job, small, onPreview);
  const seen =
    network === 'lite' ? await lookByLite(job, view) : await look(job, view, small !== undefined, onEvidence);
  const result = seen && (await finish(job, seen));
  const common = {
    network: engine.networkOf?.(network) ?? network,
    backend: engine.backendOf(network),
    milliseconds: course.milliseconds,
  };
  if (!result) return { person: false, ...common };
  const { box } = seen;
  return {
    person: true,
    matte: box ? placeMatte(result.matte, box, whole) : result.matte,
    cutout: box ? placePicture(result.cutout, box, whole) : result.cutout,
    ...common,
  };
}

/** From the coarse matte to matte and cutout of the view's own size. */
async function finish(
  { network, course: { during } }: Job,
  { coarse, picture, sized }: Seen,
): Promise<Pick<Found, 'matte' | 'cutout'>> {
  const refining = network === 'lite' ? LITE_REFINE : {};
  const both = await during(
    'refine',
    [0, 0],
    () => undefined,
    (gpu) => gpu.finish(coarse, picture, refining, sized),
  );
  if (both) return both;
  const refined = await during('refine', [0, 0.6], refine(coarse, picture, refining, sized));
  const model = await during('refine', [0.6, 0.8], colourModel(picture, refined));
  const matte = await during('refine', [0.8, 1], matting(picture, refined, model));
  return { matte, cutout: await during('foreground', [0, 1], foreground(picture, matte, model)) };
}
