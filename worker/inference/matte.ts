import type { AnswerFormat, MatteQuery } from '../../shared/contracts/matte-query.ts';
import { alphaOf } from '../../shared/image/alpha.ts';
import { parseCssColour } from '../../shared/image/colour/css-colours.ts';
import { boxThatCovers, composeOnColour, composeOnPicture, crop } from '../../shared/image/compose.ts';
import type { Box, Size } from '../../shared/image/geometry.ts';
import { pastePicture } from '../../shared/image/paste.ts';
import { type Matte, newMatte, newPicture, type Picture, type Tensor } from '../../shared/image/picture.ts';
import { isInMemory, partOf, type RowSource, resizeSource, type Source } from '../../shared/image/rows/row-source.ts';
import type { Engine } from '../../shared/inference/engine.ts';
import { type Decision, nobodyIn } from '../../shared/person/decide.ts';
import { MOST_PARTS } from '../../shared/person/find.ts';
import type { Part } from '../../shared/person/part.ts';
import { coarseMatte } from '../../shared/pipeline/coarse.ts';
import { cutOut } from '../../shared/pipeline/cutout.ts';
import { cutOutRows } from '../../shared/pipeline/rows/cutout-rows.ts';
import type { Stage, Timings } from '../../shared/pipeline/stages.ts';
import { drive } from '../../shared/steps.ts';
import type { Background } from '../codecs/background.ts';
import { encodeMatte, encodePicture } from '../codecs/encode.ts';
import { encodeMatteStrips, encodeStrips, mapped, type StripFormat, type Strips } from '../codecs/encode-strips.ts';
import { dropCodec } from '../codecs/wasm.ts';
import { inSent } from '../layout/in-sent.ts';
import { layOut } from '../layout/lay-out.ts';
import { layOutStrips } from '../layout/lay-out-strips.ts';
import { regionOf } from '../layout/region.ts';
import { layOverPicture } from '../layout/resize-strips.ts';
import { ProblemError } from '../problems.ts';
import { DRAWER_INPUT_PIXELS, PARTS_IN_STRIPS } from './session.ts';
import type { StageLimit } from './stage-limit.ts';

/** A network for which an isolate has the memory and the time; MODNet is not among them. */
type Model = Exclude<NonNullable<MatteQuery['model']>, 'portrait'>;

/** The request's parameters, and the format of the answer. */
export interface Wanted extends MatteQuery {
  readonly format: AnswerFormat;
  /** Whether the header `Accept` chose it. */
  readonly isByAccept?: boolean;
}

/** The picture of a request. */
export interface Subject {
  readonly picture: Source;
  /** Its size before it was scaled down. */
  readonly sent: Size;
  /** Opens the background picture, if there is one. */
  readonly openBackground?: (() => Promise<Background>) | undefined;
}

/** The facts for an answer's headers: the decision whether there is a person, and boxes. */
export interface AnswerFacts extends Decision {
  readonly size: Size;
  /** Where in it something is visible; not of the coarse matte; of what is made while it is sent where it was cropped or moved. */
  readonly foreground?: Box | undefined;
  /** The people in the picture that was sent, largest first; not of the coarse matte. */
  readonly people?: readonly Box[];
  readonly model: Model;
}

/** An encoded answer. */
export interface Answer extends AnswerFacts {
  readonly image: Uint8Array;
}

/** An answer that is encoded while its parts are read. */
export interface AnswerInStrips extends AnswerFacts {
  readonly parts: AsyncIterable<Uint8Array<ArrayBuffer>>;
}

/**
 * Computes and encodes the answer. For a picture that does not fit into memory, it is computed while it is sent.
 *
 * @param timings gets the time of each stage.
 * @throws ProblemError `no-person`, for all but the coarse matte, or `bad-request`; CutoutError from the engine; what
 *   `limit` or `openBackground` throws.
 */
export async function makeMatte(
  { picture, sent, openBackground }: Subject,
  engine: Engine,
  wanted: Wanted,
  timings: Timings,
  limit: StageLimit,
): Promise<Answer | AnswerInStrips> {
  const { model: named = 'portrait-s', output, format, part, roi } = wanted;
  // Its former name.
  const model = named === 'portrait' ? 'portrait-s' : named;
  const options = {
    network: model,
    mostParts: MOST_PARTS,
    maxInputPixels: DRAWER_INPUT_PIXELS,
    part,
    everyone: part !== 'head',
  };
  const hooks = { signal: limit, onProgress: limit.enter };
  if (output === 'coarse') {
    const { matte, ...decision } = await timed('infer', () => coarseMatte(picture, engine, options, hooks));
    const coarse = matteOf(matte);
    return { image: await timed('encode', () => encodeMatte(coarse, format)), size: coarse, model, ...decision };
  }
  const region = roi === undefined ? undefined : regionOf(roi, sent, picture);
  const colour = parseCssColour(wanted.on ?? wanted.background ?? '');
  if (!isInMemory(picture)) {
    const lower = output === 'matte' ? undefined : await openBackground?.();
    dropCodec();
    const { width, height } = picture;
    const view = region ?? { x: 0, y: 0, width, height };
    const found = await cutOutRows(partOf(picture, view), engine, { ...options, mostParts: PARTS_IN_STRIPS }, hooks);
    Object.assign(timings, found.milliseconds);
    if (found.person === 'no') throw nobody(part);
    if (lower) await timed('decode', () => lower.check(limit));
    const laid = await timed('compose', () => layOutStrips(found.strips, view, picture, wanted));
    const { person, confidence } = found;
    const people = found.people.map((box) => inSent(box, view, picture, sent));
    const size = { width: laid.width, height: laid.height };
    const encode = output === 'matte' ? encodeMatteStrips : encodeStrips;
    const encoded = encode(size, inBackground(laid.strips, size, lower), format as StripFormat);
    limit.beginSending();
    return { parts: encoded, size, foreground: laid.foreground, people, model, person, confidence };
  }
  const found = await cutOut(region ? crop(picture, region) : picture, engine, options, hooks);
  Object.assign(timings, found.milliseconds);
  if (found.person === 'no') throw nobody(part);
  const { person, confidence } = found;
  const whole = region ? inWhole(found.cutout, region, picture) : found.cutout;
  const { cutout, foreground } = await timed('compose', () => drive(layOut(whole, wanted), limit));
  const people = found.people.map((box) => inSent(box, region ?? { x: 0, y: 0 }, picture, sent));
  const facts = { size: { width: cutout.width, height: cutout.height }, foreground, people, model, person, confidence };
  if (output === 'matte') return { image: await timed('encode', () => encodeMatte(alphaOf(cutout), format)), ...facts };
  const laid = await timed('compose', () => onBackground(cutout));
  return { image: await timed('encode', () => encodePicture(laid, format)), ...facts };

  function inBackground(strips: Strips, whole: Size, lower: RowSource | undefined): Strips {
    if (output === 'matte') return strips;
    if (colour) return () => mapped(strips(), (strip) => composeOnColour(strip, colour));
    return lower ? () => layOverPicture(strips(), whole, lower) : strips;
  }

  async function onBackground(upper: Picture): Promise<Picture> {
    if (colour) return composeOnColour(upper, colour);
    if (!openBackground) return upper;
    // There is not enough memory for a codec and a large background's index at the same time.
    dropCodec();
    const lower = await openBackground();
    const part = partOf(lower, boxThatCovers(lower, upper));
    return composeOnPicture(upper, await resizeSource(part, upper, limit));
  }

  async function timed<Result>(stage: Stage, work: () => Promise<Result>): Promise<Result> {
    limit.enter(stage);
    const started = Date.now();
    const result = await work();
    limit.throwIfAborted();
    timings[stage] = (timings[stage] ?? 0) + Date.now() - started;
    return result;
  }
}

const nobody = (part?: Part) =>
  new ProblemError('no-person', `${nobodyIn(part)}; choose another one${part ? ', or leave “part” out' : ''}.`);

/** The cutout of a part in a picture of the whole one's size. */
function inWhole(part: Picture, region: Box, { width, height }: Size): Picture {
  const whole = newPicture(width, height);
  pastePicture(whole, part, region);
  return whole;
}

/** Alpha 0..1 as bytes. */
function matteOf({ dims, data }: Tensor): Matte {
  const matte = newMatte(dims[3], dims[2]);
  for (let i = 0; i < data.length; i++) matte.data[i] = data[i] * 255;
  return matte;
}
