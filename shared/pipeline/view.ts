import { crop } from '../image/compose.ts';
import type { Box, Size } from '../image/geometry.ts';
import type { Picture, Tensor } from '../image/picture.ts';
import { resize } from '../image/resize.ts';
import { isInMemory, partOf, resizeSource, type Source } from '../image/rows/row-source.ts';
import type { InputSpec, MatteNetwork } from '../inference/catalog.ts';
import type { Engine } from '../inference/engine.ts';
import type { Sequence } from '../inference/own/sequence.ts';
import { inputSize, toTensor } from '../inference/tensor.ts';
import { estimateAlpha } from '../matting/bayesian-alpha.ts';
import { buildColourModel } from '../matting/colour-model.ts';
import { estimateForeground } from '../matting/foreground.ts';
import { refineMatte } from '../matting/guided-filter.ts';
import type { FaceOdds } from '../person/decide.ts';
import { isBlank } from '../person/evidence.ts';
import { faceOdds } from '../person/face.ts';
import { drive, type Steps } from '../steps.ts';
import type { Quality } from './options.ts';
import type { StageRunner } from './stage-runner.ts';
import type { Stage } from './stages.ts';

/** What all runs of networks on one picture share. */
export interface Job<Whole extends Source = Source> {
  /** The picture at full size. */
  readonly whole: Whole;
  readonly network: MatteNetwork;
  readonly engine: Engine;
  readonly stages: StageRunner;
  readonly quality?: Quality | undefined;
  readonly sequence?: Sequence | undefined;
  /** The most parts of it that are enlarged, on which the networks run by themselves. */
  readonly mostParts?: number | undefined;
  /** Lowers the most pixels of a network's input. */
  readonly maxInputPixels?: number | undefined;
}

/** The whole picture, or a part of it that shows people. */
export interface View<Whole extends Source = Source> {
  /** At full size. */
  readonly picture: Whole;
  /** Where that is in the whole picture, if it isn't all of it. */
  readonly box?: Box;
  /** The same at the size of the matting network's input. */
  readonly sized: Picture;
  /** Lite's matte of it: alpha `[1, 1, height, width]`. */
  readonly lite: Tensor;
}

/** Limits of a network's input: its short side, and its pixels at most. */
interface InputLimits {
  readonly shortSide: number;
  readonly pixels: number;
}

/** Of the job's own network. */
export const NEAR_LIMITS: InputLimits = { shortSide: 512, pixels: 768 * 512 };
/** The copy that is sent to a server has at most 512 pixels a side. */
const REMOTE_LIMITS: InputLimits = { shortSide: 512, pixels: 512 * 384 };
/** Of MODNet when it draws the outlines: its matte of a smaller input is better, and takes 0.4 of the time (models/LOG.md). */
export const OUTLINE_LIMITS: InputLimits = { shortSide: 320, pixels: 480 * 320 };

/** Longest side of the preview. */
const PREVIEW_SIDE = 512;
/** Longest side of its grid of colours. */
const PREVIEW_GRID = 160;
/** How a coarse matte of lite is refined. */
export const LITE_REFINE = { reach: 3 };

/**
 * Runs lite on the whole picture, and makes the preview from its matte.
 *
 * @param small a smaller copy of the picture, where the host has one.
 * @param onPreview is awaited before the next stage begins.
 */
export async function lookAtWhole<Whole extends Source>(
  job: Job<Whole>,
  small: Picture | undefined,
  onPreview: ((preview: Picture) => void | Promise<void>) | undefined,
): Promise<View<Whole>> {
  const { whole, engine, stages } = job;
  const sized = small ?? (await resizedTo(job, 'preview', [0, 0.4], whole, sizeOf(job, whole)));
  const { width, height } = liteSize(job, sized);
  const from = sharper(whole, sized);
  const seen = await stages.run('preview', [0.4, 0.45], resize(from, width, height));
  const input = await stages.run('preview', [0.45, 0.5], toTensor(seen, engine.inputOf('lite'), seen));
  const waited = Date.now();
  await engine.prepare('lite', stages.signal);
  stages.milliseconds.load = Date.now() - waited;
  const lite = await stages.run('preview', [0.5, 0.7], engine.infer('lite', input, stages.signal));
  if (onPreview && !isBlank(lite)) {
    const drawn = await stages.run('preview', [0.7, 0.9], drawPreview(sized, lite, seen));
    await stages.run('preview', [0.9, 1], Promise.resolve(onPreview(drawn)));
  }
  stages.report('preview', 1);
  return { picture: whole, sized, lite };
}

/** Runs lite on a part of the picture, at the progress `at` of a stage. */
export async function viewPart<Whole extends Source>(
  job: Job<Whole>,
  box: Box,
  stage: Stage,
  at: number,
): Promise<View<Whole>> {
  const { engine, stages } = job;
  const picture = (isInMemory(job.whole) ? crop(job.whole, box) : partOf(job.whole, box)) as Whole;
  const sized = await resizedTo(job, stage, [at, at], picture, sizeOf(job, picture));
  const to = liteSize(job, sized);
  const input = await drive(toTensor(sharper(picture, sized), engine.inputOf('lite'), to), stages.signal);
  const lite = await stages.run(stage, [at, at], engine.infer('lite', input, stages.signal));
  return { picture, box, sized, lite };
}

/** Looks for a face in a view. */
export const faceOddsIn =
  ({ sized, lite }: View, { engine, stages }: Job): FaceOdds =>
  () =>
    faceOdds(sized, lite, engine, stages.signal);

/** A picture at another size, on the accelerator where there is one; it counts to `part` of `stage`. */
export const resizedTo = (
  { stages }: Job,
  stage: Stage,
  part: readonly [number, number],
  from: Source,
  to: Size,
): Promise<Picture> =>
  isInMemory(from)
    ? stages.run(stage, part, resize(from, to.width, to.height), (gpu) => gpu.resize(from, to.width, to.height))
    : stages.run(stage, part, resizeSource(from, to, stages.signal));

/** What smaller copies of a view are made from: `sized`, unless that was enlarged from a small picture, which blurs it. */
export const sharper = (picture: Source, sized: Picture): Picture =>
  sized.width > picture.width && isInMemory(picture) ? picture : sized;

/** Runs a network on a view, with an input of the size `to`. */
export async function inferFrom(
  { engine, stages, whole, sequence }: Job,
  network: MatteNetwork,
  { picture, sized, box, lite }: View,
  to: Size,
  part: readonly [number, number],
): Promise<Tensor> {
  const from = to.width === sized.width ? sized : sharper(picture, sized);
  // Only whole pictures are frames of a sequence.
  const masks = { lite, before: box ? undefined : sequence?.before(whole) };
  const spec = engine.inputOf(network);
  const input = await stages.run('infer', [part[0], part[0]], toTensor(from, spec, to), (gpu) =>
    gpu.toTensor(from, spec, to),
  );
  return stages.run('infer', part, engine.infer(network, input, stages.signal, masks));
}

/** A network's input size for another short side. */
export const withShortSide = ({ size }: InputSpec, shortSide: number): InputSpec['size'] =>
  size.policy === 'multiple' ? { ...size, shortSide } : size;

/**
 * The size of a network's input for a picture.
 *
 * @param maxPixels lowers the most pixels that it may have.
 */
export function lookSize(
  engine: Engine,
  network: MatteNetwork,
  picture: Size,
  maxPixels?: number,
  { shortSide, pixels } = engine.backendOf(network) === 'remote' ? REMOTE_LIMITS : NEAR_LIMITS,
): Size {
  return inputSize(picture, withShortSide(engine.inputOf(network), shortSide), Math.min(maxPixels || pixels, pixels));
}

/** The short side of the input at a lower resolution. */
const FAR_SIDE = 256;
/** The lower resolution is smaller by at least this factor. */
const FURTHER = 1.5;

/**
 * The size of a network's input at a lower resolution; undefined if `near`, the normal size, is hardly larger, or if the network has
 * one size only.
 */
export function farSize(engine: Engine, network: MatteNetwork, near: Size): Size | undefined {
  if (engine.inputOf(network).size.policy === 'fixed') return undefined;
  if (Math.min(near.width, near.height) < FURTHER * FAR_SIDE) return undefined;
  return inputSize(near, withShortSide(engine.inputOf(network), FAR_SIDE));
}

/** The size that all inputs are made from, unless the host limits them or a server takes over. */
function sizeOf({ network, engine }: Job, picture: Size): Size {
  const drawer = network === 'lite' ? 'portrait-s' : network;
  return lookSize(engine, drawer, picture);
}

function liteSize({ engine }: Job, picture: Size): Size {
  return inputSize(picture, engine.inputOf('lite').size);
}

/** @param seen the picture as lite saw it. */
function* drawPreview(sized: Picture, lite: Tensor, seen: Picture): Steps<Picture> {
  const scale = Math.min(1, PREVIEW_SIDE / Math.max(sized.width, sized.height));
  const [width, height] = [Math.round(sized.width * scale), Math.round(sized.height * scale)];
  const small = scale < 1 ? yield* resize(sized, width, height) : sized;
  const refined = yield* refineMatte(lite, small, LITE_REFINE, seen);
  const model = yield* buildColourModel(small, refined, PREVIEW_GRID);
  return yield* estimateForeground(small, yield* estimateAlpha(small, refined, model), model);
}
