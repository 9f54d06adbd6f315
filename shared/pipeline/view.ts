import { crop } from '../image/compose.ts';
import { areaOf, type Box, type Size } from '../image/geometry.ts';
import type { Picture, Tensor } from '../image/picture.ts';
import { resize } from '../image/resize.ts';
import { isInMemory, partOf, resizeSource, type Source } from '../image/rows/row-source.ts';
import type { InputSpec, MatteNetwork } from '../inference/catalog.ts';
import type { Engine } from '../inference/engine.ts';
import type { Sequence } from '../inference/own/sequence.ts';
import type { Answer } from '../inference/runner.ts';
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

/** What networks see of a picture. */
interface Copies {
  /** A copy of it, enlarged if it is small. */
  readonly sized: Picture;
  /** What the inputs of networks are made from: the copy, unless that is enlarged, which blurs it; then the picture itself. */
  readonly source: Picture;
}

/** The whole picture, or a part of it that shows people. */
export interface View<Whole extends Source = Source> extends Copies {
  /** At full size. */
  readonly picture: Whole;
  /** Where that is in the whole picture, if it isn't all of it. */
  readonly box?: Box;
  /** Lite's matte of it: alpha `[1, 1, height, width]`. */
  readonly lite: Tensor;
}

/** The short side of the copy from which inputs are made. No input has a longer short side. */
const COPY_SIDE = 512;
/** If the ratio of a picture's sides is above this, its copy and its inputs have a shorter short side. */
const LONG = 1.5;
/** The most pixels of the input of a network that runs on a server. */
const REMOTE_PIXELS = 512 * 384;
/** The short side of MODNet's input when it draws the outlines: its matte of a smaller input is better, and takes 0.4 of the time (models/LOG.md). */
export const OUTLINE_SIDE = 320;

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
  const copies = await copiesOf(job, 'preview', [0, 0.4], whole, small);
  const { sized, source } = copies;
  const { width, height } = liteSize(job, sized);
  const seen = await stages.run('preview', [0.4, 0.45], resize(source, width, height));
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
  return { picture: whole, ...copies, lite };
}

/** Runs lite on a part of the picture, at the progress `at` of the stage *infer*. */
export async function viewPart<Whole extends Source>(job: Job<Whole>, box: Box, at: number): Promise<View<Whole>> {
  const picture = (isInMemory(job.whole) ? crop(job.whole, box) : partOf(job.whole, box)) as Whole;
  const copies = await copiesOf(job, 'infer', [at, at], picture);
  return { picture, box, ...copies, lite: await liteOf(job, copies, at) };
}

/** Lite's matte of a view, at the progress `at` of the stage *infer*: alpha `[1, 1, height, width]`. */
export async function liteOf(job: Job, { sized, source }: Copies, at: number): Promise<Tensor> {
  const { engine, stages } = job;
  const input = await drive(toTensor(source, engine.inputOf('lite'), liteSize(job, sized)), stages.signal);
  return stages.run('infer', [at, at], engine.infer('lite', input, stages.signal));
}

/** Looks for a face in a view. */
export const faceOddsIn =
  ({ sized, lite }: View, { engine, stages }: Job): FaceOdds =>
  () =>
    faceOdds(sized, lite, engine, stages.signal);

/** A picture at another size, on the accelerator where there is one; it counts to `part` of `stage`. */
const resizedTo = (
  { stages }: Job,
  stage: Stage,
  part: readonly [number, number],
  from: Source,
  to: Size,
): Promise<Picture> =>
  isInMemory(from)
    ? stages.run(stage, part, resize(from, to.width, to.height), (gpu) => gpu.resize(from, to.width, to.height))
    : stages.run(stage, part, resizeSource(from, to, stages.signal));

/**
 * Makes the copy of a picture that networks see. Where the picture is smaller than that copy, inputs are made from the picture itself.
 *
 * @param small the copy, if there is one already.
 */
export async function copiesOf(
  job: Job,
  stage: Stage,
  part: readonly [number, number],
  picture: Source,
  small?: Picture,
): Promise<Copies> {
  const to = small ?? copySize(job, picture);
  const isSmall = areaOf(picture) < areaOf(to);
  const held = isSmall && (isInMemory(picture) ? picture : await resizeSource(picture, picture, job.stages.signal));
  const sized = small ?? (await resizedTo(job, stage, part, held || picture, to));
  return { sized, source: held || sized };
}

/** Runs a network on a view, with an input of the size `to`. */
export async function inferFrom(
  { engine, stages, whole, sequence }: Job,
  network: MatteNetwork,
  { source, box, lite }: View,
  to: Size,
  part: readonly [number, number],
): Promise<Answer> {
  // Only whole pictures are frames of a sequence.
  const masks = { lite, before: box ? undefined : sequence?.before(whole) };
  const spec = engine.inputOf(network);
  const input = await stages.run('infer', [part[0], part[0]], toTensor(source, spec, to), (gpu) =>
    gpu.toTensor(source, spec, to),
  );
  return stages.run('infer', part, engine.infer(network, input, stages.signal, masks));
}

/**
 * The size of a network's input for a picture.
 *
 * @param maxPixels lowers the most pixels that it may have.
 */
export function lookSize(engine: Engine, network: MatteNetwork, picture: Size, maxPixels?: number): Size {
  const { size } = engine.inputOf(network);
  if (engine.backendOf(network) === 'remote') return limitedTo(picture, size, COPY_SIDE, REMOTE_PIXELS);
  return trainedSize(picture, size, maxPixels);
}

/** The size of an input with the short side that the network was trained with, but no more than the copy has. */
export const trainedSize = (picture: Size, size: InputSpec['size'], maxPixels?: number): Size =>
  limitedTo(picture, size, trainedSide(size), maxPixels);

const trainedSide = (size: InputSpec['size']): number =>
  size.policy === 'fixed' ? COPY_SIDE : Math.min(size.shortSide, COPY_SIDE);

/** The size of an input with a given short side. */
export function limitedTo(picture: Size, size: InputSpec['size'], shortSide: number, maxPixels?: number): Size {
  const pixels = LONG * shortSide ** 2;
  return inputSize(picture, { ...size, shortSide } as InputSpec['size'], Math.min(maxPixels || pixels, pixels));
}

/** The short side of the input at a lower resolution, as a share of the normal one. */
const FAR = 0.5;

/**
 * The size of a network's input at a lower resolution; undefined if `near`, the normal size, is no larger.
 */
export function farSize(engine: Engine, network: MatteNetwork, near: Size): Size | undefined {
  const { size } = engine.inputOf(network);
  const far = limitedTo(near, size, FAR * trainedSide(size));
  return areaOf(far) < areaOf(near) ? far : undefined;
}

/** The size of the copy that inputs are made from. */
function copySize({ network, engine }: Job, picture: Size): Size {
  const drawer = network === 'lite' ? 'portrait-s' : network;
  if (engine.backendOf(drawer) === 'remote') return lookSize(engine, drawer, picture);
  return limitedTo(picture, engine.inputOf(drawer).size, COPY_SIDE);
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
