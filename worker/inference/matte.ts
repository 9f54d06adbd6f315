import type { AnswerFormat, MatteQuery } from '../../shared/contracts/http.ts';
import { composeOnColour } from '../../shared/image/compose.ts';
import { parseColour } from '../../shared/image/parse-colour.ts';
import { type Matte, newMatte, type Picture, type Tensor } from '../../shared/image/picture.ts';
import type { MatteNetwork } from '../../shared/inference/catalog.ts';
import type { Engine } from '../../shared/inference/engine.ts';
import { inputSize, toTensor } from '../../shared/inference/tensor.ts';
import { faceOdds } from '../../shared/person/face.ts';
import { isBlank, isPerson, liteSeesPerson, weigh } from '../../shared/person/subject.ts';
import { cutOut } from '../../shared/pipeline/cutout.ts';
import type { Stage, Timings } from '../../shared/pipeline/stages.ts';
import { drive } from '../../shared/steps.ts';
import { encodeMatte, encodePicture } from '../codecs/encode.ts';
import { ProblemError } from '../problems.ts';
import { DRAWER_INPUT_PIXELS } from './session.ts';
import type { StageLimit } from './stage-limit.ts';

type Model = NonNullable<MatteQuery['model']>;

/** The network behind a name of the interface: an isolate has neither room nor time for MODNet. */
const NETWORK = { portrait: 'portrait-s', lite: 'lite' } as const satisfies Record<Model, MatteNetwork>;

export interface Answer {
  readonly image: Uint8Array;
  readonly model: Model;
  readonly person: boolean;
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
  { model = 'portrait', output, on, format }: MatteQuery & { readonly format: AnswerFormat },
  timings: Timings,
  limit: StageLimit,
): Promise<Answer> {
  if (output === 'coarse') {
    const { matte, person } = await timed('infer', () => coarseMatte(picture, engine, model, limit));
    return { image: await timed('encode', () => encodeMatte(matte, format)), model, person };
  }
  const options = { network: NETWORK[model], maxInputPixels: DRAWER_INPUT_PIXELS };
  const found = await cutOut(picture, engine, options, { signal: limit, onProgress: limit.enter });
  Object.assign(timings, found.milliseconds);
  if (!found.person) throw new ProblemError('no-person', 'No person was found in this picture; choose another one.');
  if (output === 'matte') {
    return { image: await timed('encode', () => encodeMatte(found.matte, format)), model, person: true };
  }
  const colour = on === undefined ? undefined : parseColour(on);
  const cutout = colour ? await timed('compose', async () => composeOnColour(found.cutout, colour)) : found.cutout;
  const image = await timed('encode', () => encodePicture(cutout, format));
  return { image, model, person: true };

  async function timed<Result>(stage: Stage, work: () => Promise<Result>): Promise<Result> {
    limit.enter(stage);
    const started = Date.now();
    const result = await work();
    limit.throwIfAborted();
    timings[stage] = Date.now() - started;
    return result;
  }
}

/** What a network itself says of a picture, at its own size, and whether it shows a person. */
async function coarseMatte(
  picture: Picture,
  engine: Engine,
  model: Model,
  limit: StageLimit,
): Promise<{ matte: Matte; person: boolean }> {
  const view = async (network: MatteNetwork) => {
    const spec = engine.inputOf(network);
    const size = inputSize(picture, spec.size, DRAWER_INPUT_PIXELS);
    return engine.infer(network, await drive(toTensor(picture, spec, size), limit), limit);
  };
  const lite = await view('lite');
  const face = () => faceOdds(picture, lite, engine, limit);
  if (model === 'lite') return { matte: matteOf(lite), person: !isBlank(lite) && (await liteSeesPerson(lite, face)) };
  const portrait = await view(NETWORK[model]);
  return { matte: matteOf(portrait), person: !isBlank(lite) && (await isPerson(weigh(lite, portrait), face)) };
}

function matteOf({ dims, data }: Tensor): Matte {
  const matte = newMatte(dims[3], dims[2]);
  for (let i = 0; i < data.length; i++) matte.data[i] = data[i] * 255;
  return matte;
}
