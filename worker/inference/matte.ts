import type { AnswerFormat, MatteQuery } from '../../shared/contracts/http.ts';
import { composeOnColour } from '../../shared/image/compose.ts';
import { parseColour } from '../../shared/image/parse-colour.ts';
import { type Matte, newMatte, type Picture, type Tensor } from '../../shared/image/picture.ts';
import type { Engine } from '../../shared/inference/engine.ts';
import type { Decision } from '../../shared/person/decide.ts';
import { coarseMatte } from '../../shared/pipeline/coarse.ts';
import { cutOut } from '../../shared/pipeline/cutout.ts';
import type { Stage, Timings } from '../../shared/pipeline/stages.ts';
import { encodeMatte, encodePicture } from '../codecs/encode.ts';
import { ProblemError } from '../problems.ts';
import { DRAWER_INPUT_PIXELS } from './session.ts';
import type { StageLimit } from './stage-limit.ts';

/** A network that an isolate has room and time for: MODNet is none. */
type Model = Exclude<NonNullable<MatteQuery['model']>, 'portrait'>;

/** An encoded answer, with the decision about the person in it. */
export interface Answer extends Decision {
  readonly image: Uint8Array;
  readonly model: Model;
}

/**
 * What was asked of a picture, encoded.
 *
 * @param timings what each stage took is added to it.
 * @throws ProblemError `no-person`, for all but the coarse matte; CutoutError from the engine; what `limit` throws.
 */
export async function makeMatte(
  picture: Picture,
  engine: Engine,
  { model: named = 'portrait-s', output, on, format }: MatteQuery & { readonly format: AnswerFormat },
  timings: Timings,
  limit: StageLimit,
): Promise<Answer> {
  // Its former name.
  const model = named === 'portrait' ? 'portrait-s' : named;
  const options = { network: model, maxInputPixels: DRAWER_INPUT_PIXELS };
  const hooks = { signal: limit, onProgress: limit.enter };
  if (output === 'coarse') {
    const { matte, ...decision } = await timed('infer', () => coarseMatte(picture, engine, options, hooks));
    return { image: await timed('encode', () => encodeMatte(matteOf(matte), format)), model, ...decision };
  }
  const found = await cutOut(picture, engine, options, hooks);
  Object.assign(timings, found.milliseconds);
  if (found.person === 'no') {
    throw new ProblemError('no-person', 'Nobody was seen in this picture; choose another one.');
  }
  const { person, confidence } = found;
  if (output === 'matte') {
    return { image: await timed('encode', () => encodeMatte(found.matte, format)), model, person, confidence };
  }
  const colour = on === undefined ? undefined : parseColour(on);
  const cutout = colour ? await timed('compose', async () => composeOnColour(found.cutout, colour)) : found.cutout;
  const image = await timed('encode', () => encodePicture(cutout, format));
  return { image, model, person, confidence };

  async function timed<Result>(stage: Stage, work: () => Promise<Result>): Promise<Result> {
    limit.enter(stage);
    const started = Date.now();
    const result = await work();
    limit.throwIfAborted();
    timings[stage] = Date.now() - started;
    return result;
  }
}

/** Alpha 0..1 as bytes. */
function matteOf({ dims, data }: Tensor): Matte {
  const matte = newMatte(dims[3], dims[2]);
  for (let i = 0; i < data.length; i++) matte.data[i] = data[i] * 255;
  return matte;
}
