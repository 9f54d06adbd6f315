import type { Accelerator } from './accelerator.ts';
import type { InputSpec, MatteNetwork } from './catalog.ts';
import { colourModel } from './colour-model.ts';
import type { Backend, Engine } from './engine.ts';
import { faceOdds } from './face.ts';
import { foreground } from './foreground.ts';
import { fuse } from './fuse.ts';
import { matting } from './matting.ts';
import type { Matte, Picture, Tensor } from './picture.ts';
import { refine } from './refine.ts';
import { resize } from './resize.ts';
import type { Signal } from './signal.ts';
import type { OnProgress, Stage, Timings } from './stages.ts';
import { drive, type Steps } from './steps.ts';
import { isBlank, isPerson, liteSeesPerson, veto, weigh } from './subject.ts';
import { inputSize, type Size, toTensor } from './tensor.ts';

export interface CutoutOptions {
  /** Which network gives the matte; `portrait` unless told. */
  readonly network?: MatteNetwork;
  /** A smaller copy of the picture for the first look, where the host has one sooner; made here unless given. */
  readonly small?: Picture | undefined;
  /** Most pixels of portrait's input, in place of the backend's own. */
  readonly maxInputPixels?: number | undefined;
}

export interface CutoutHooks {
  readonly signal?: Signal | undefined;
  readonly onProgress?: OnProgress | undefined;
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

/** Longest side of the preview. */
const PREVIEW_SIDE = 512;
const PREVIEW_REFINE = { reach: 3 };
/** Most pixels of portrait's input: a GPU has time for more of the picture's detail. */
export const MAX_INPUT_PIXELS: Readonly<Record<Backend, number>> = {
  'webgpu-f16': 768 * 512,
  webgpu: 768 * 512,
  wasm: 416 * 416,
  // What is sent has no longer side than 512.
  remote: 512 * 384,
};
/** What every later resize starts from. */
const LARGEST_INPUT = Math.max(...Object.values(MAX_INPUT_PIXELS));

/**
 * Cuts the people out of a picture: tensor → infer → subject → refine → matting → foreground. See README for the whole path.
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
  picture: Picture,
  engine: Engine,
  options: CutoutOptions,
  hooks: CutoutHooks,
): Promise<Found | NotFound> {
  const { network = 'portrait' } = options;
  const { signal, onProgress, onPreview } = hooks;
  const milliseconds: Timings = {};
  const common = () => ({
    network: engine.networkOf?.(network) ?? network,
    backend: engine.backendOf(network),
    milliseconds,
  });

  /** Does a part of a stage's work, from one fraction of the stage to another; the GPU's way, where there is one. */
  const during = async <Result>(
    stage: Stage,
    [from, to]: readonly [number, number],
    work: Promise<Result> | Steps<Result> | (() => Result),
    accelerated?: (accelerator: Accelerator) => Promise<Result>,
  ): Promise<Result> => {
    const started = Date.now();
    const tell = (fraction: number) => onProgress?.(stage, from + (to - from) * fraction);
    tell(0);
    const done = async () => {
      if (typeof work === 'function') return work();
      return work instanceof Promise ? work : drive(work, signal, tell);
    };
    const result = (accelerated && (await engine.accelerate?.(accelerated))) ?? (await done());
    signal?.throwIfAborted();
    tell(1);
    milliseconds[stage] = (milliseconds[stage] ?? 0) + Date.now() - started;
    return result;
  };

  /** What gives the matte unless lite does. */
  const drawer = network === 'lite' ? 'portrait' : network;
  const spec = engine.inputOf(drawer);
  const largest = inputSize(picture, spec.size, LARGEST_INPUT);
  let sized =
    options.small ??
    (await during('preview', [0, 0.4], resize(picture, largest.width, largest.height), (gpu) =>
      gpu.resize(picture, largest.width, largest.height),
    ));
  const liteSpec = engine.inputOf('lite');
  const liteInput = await during('preview', [0.4, 0.5], toTensor(sized, liteSpec, inputSize(sized, liteSpec.size)));
  const waited = Date.now();
  await engine.prepare('lite');
  milliseconds.load = Date.now() - waited;
  const lite = await during('preview', [0.5, 0.7], engine.infer('lite', liteInput, signal));
  const face = async () => faceOdds(sized, lite, engine, signal);
  const isSeen = async () => !isBlank(lite) && (network !== 'lite' || (await liteSeesPerson(lite, face)));
  if (!(await during('preview', [0.7, 0.7], isSeen()))) return { person: false, ...common() };
  if (onPreview) {
    const small = await during('preview', [0.7, 0.9], preview(sized, lite));
    await during('preview', [0.9, 1], Promise.resolve(onPreview(small)));
  }
  onProgress?.('preview', 1);

  let coarse = lite;
  if (network !== 'lite') {
    const backend = await during('load', [0, 1], engine.prepare(drawer));
    const maxInputPixels = options.maxInputPixels ?? MAX_INPUT_PIXELS[backend];
    const size = inputSize(picture, spec.size, maxInputPixels);
    if (options.small) {
      sized = await during('infer', [0, 0], resize(picture, size.width, size.height), (gpu) =>
        gpu.resize(picture, size.width, size.height),
      );
    } else if (size.width < sized.width) sized = await during('infer', [0, 0], resize(sized, size.width, size.height));
    const view = async (to: Size, part: readonly [number, number]) => {
      const input = await during('infer', [part[0], part[0]], toTensor(sized, spec, to), (gpu) =>
        gpu.toTensor(sized, spec, to),
      );
      return during('infer', part, engine.infer(drawer, input, signal));
    };
    const near = await view(size, [0, 0.75]);
    const evidence = weigh(lite, near);
    if (!(await during('infer', [0.75, 0.75], isPerson(evidence, face)))) return { person: false, ...common() };
    const isPlain = evidence.agreement > CERTAIN || backend === 'remote';
    let seen = near;
    if (!isPlain) {
      const far = await view(inputSize(picture, farther(spec.size), maxInputPixels / 4), [0.75, 1]);
      seen = await during('subject', [0, 0.5], () => fuse(near, far, lite));
    }
    onProgress?.('infer', 1);
    coarse = await during(
      'subject',
      [isPlain ? 0 : 0.5, 1],
      () => veto(seen, lite),
      (gpu) => gpu.veto(seen, lite),
    );
  }
  const refining = network === 'lite' ? PREVIEW_REFINE : {};
  const both = await during(
    'refine',
    [0, 0],
    () => undefined,
    (gpu) => gpu.finish(coarse, picture, refining, sized),
  );
  if (both) return { person: true, ...both, ...common() };
  const refined = await during('refine', [0, 0.6], refine(coarse, picture, refining, sized));
  const model = await during('refine', [0.6, 0.8], colourModel(picture, refined));
  const matte = await during('refine', [0.8, 1], matting(picture, refined, model));
  const cutout = await during('foreground', [0, 1], foreground(picture, matte, model));
  return { person: true, matte, cutout, ...common() };
}

/** Where lite and the near view agree as much, a second view has nothing to add; a server is asked once. */
const CERTAIN = 0.97;

/** The input size of portrait's second, distant view: half as large. */
const farther = (size: InputSpec['size']): InputSpec['size'] =>
  size.policy === 'multiple' ? { ...size, shortSide: size.shortSide / 2 } : size;

function* preview(sized: Picture, lite: Tensor): Steps<Picture> {
  const scale = Math.min(1, PREVIEW_SIDE / Math.max(sized.width, sized.height));
  const [width, height] = [Math.round(sized.width * scale), Math.round(sized.height * scale)];
  const small = scale < 1 ? yield* resize(sized, width, height) : sized;
  const refined = yield* refine(lite, small, PREVIEW_REFINE);
  const model = yield* colourModel(small, refined);
  return yield* foreground(small, yield* matting(small, refined, model), model);
}
