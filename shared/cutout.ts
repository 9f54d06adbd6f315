import type { Accelerator } from './accelerator.ts';
import type { InputSpec, MatteNetwork } from './catalog.ts';
import { closeUp, placeMatte, placePicture } from './close-up.ts';
import { colourModel } from './colour-model.ts';
import { type Box, crop } from './compose.ts';
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
import { type Evidence, type FaceOdds, isBlank, isPerson, liteSeesPerson, veto, weigh } from './subject.ts';
import { inputSize, type Size, toTensor } from './tensor.ts';

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

/** Longest side of the preview. */
const PREVIEW_SIDE = 512;
const PREVIEW_REFINE = { reach: 3 };
/** The input up close: its short side, and its pixels at most. A GPU has time for more of the picture's detail. */
export const CLOSE: Readonly<Record<Backend, { readonly shortSide: number; readonly pixels: number }>> = {
  'webgpu-f16': { shortSide: 640, pixels: 960 * 640 },
  webgpu: { shortSide: 640, pixels: 960 * 640 },
  wasm: { shortSide: 512, pixels: 768 * 512 },
  // What is sent has no longer side than 512.
  remote: { shortSide: 512, pixels: 512 * 384 },
};

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
  whole: Picture,
  engine: Engine,
  options: CutoutOptions,
  hooks: CutoutHooks,
): Promise<Found | NotFound> {
  const { network = 'portrait-s' } = options;
  const { signal, onProgress, onPreview, onEvidence } = hooks;
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

  /** The size that all looks start from, unless the engine turns out to be a slower one. */
  const sizeOf = (of: Size) => {
    const drawer = network === 'lite' ? 'portrait-s' : network;
    const { shortSide, pixels } = CLOSE[engine.backendOf(drawer)];
    return inputSize(of, seenAt(engine.inputOf(drawer), shortSide), pixels);
  };
  const sizedTo = (stage: Stage, part: readonly [number, number], from: Picture, { width, height }: Size) =>
    during(stage, part, resize(from, width, height), (gpu) => gpu.resize(from, width, height));
  const liteSpec = engine.inputOf('lite');
  const liteInputOf = (of: Picture) => toTensor(of, liteSpec, inputSize(of, liteSpec.size));
  const face = async () => faceOdds(sized, lite, engine, signal);
  /** The part of the whole picture that is looked at, if not all of it. */
  let box: Box | undefined;
  let picture = whole;
  const moveTo = async (part: Box, stage: Stage, at: number) => {
    box = part;
    picture = crop(whole, part);
    sized = await sizedTo(stage, [at, at], picture, sizeOf(picture));
    lite = await during(stage, [at, at], engine.infer('lite', await drive(liteInputOf(sized), signal), signal));
  };

  let sized = options.small ?? (await sizedTo('preview', [0, 0.4], whole, sizeOf(whole)));
  const liteInput = await during('preview', [0.4, 0.5], liteInputOf(sized));
  const waited = Date.now();
  await engine.prepare('lite');
  milliseconds.load = Date.now() - waited;
  let lite = await during('preview', [0.5, 0.7], engine.infer('lite', liteInput, signal));
  if (onPreview && !isBlank(lite)) {
    const small = await during('preview', [0.7, 0.9], preview(sized, lite));
    await during('preview', [0.9, 1], Promise.resolve(onPreview(small)));
  }
  onProgress?.('preview', 1);

  let coarse: Tensor;
  if (network === 'lite') {
    const part = closeUp(lite, whole);
    if (part) await moveTo(part, 'infer', 0);
    const isSeen = async () => !isBlank(lite) && (await liteSeesPerson(lite, face));
    if (!(await during('infer', [1, 1], isSeen()))) return { person: false, ...common() };
    coarse = lite;
  } else {
    const backend = await during('load', [0, 1], engine.prepare(network));
    const spec = engine.inputOf(network);
    const { shortSide, pixels } = {
      ...CLOSE[backend],
      ...(options.maxInputPixels && { pixels: options.maxInputPixels }),
    };
    const view = async (to: Size, part: readonly [number, number]) => {
      const input = await during('infer', [part[0], part[0]], toTensor(sized, spec, to), (gpu) =>
        gpu.toTensor(sized, spec, to),
      );
      return during('infer', part, engine.infer(network, input, signal));
    };
    const lookNear = async (part: readonly [number, number], isCopy: boolean) => {
      const size = inputSize(picture, seenAt(spec, shortSide), pixels);
      // A host's copy is not as good as the picture.
      if (isCopy || size.width < sized.width)
        sized = await sizedTo('infer', [part[0], part[0]], isCopy ? picture : sized, size);
      return view(size, part);
    };
    let near = await lookNear([0, 0.4], options.small !== undefined);
    const isOnce = backend === 'remote';
    const part = isOnce ? undefined : closeUp(near, whole);
    if (part) {
      await moveTo(part, 'infer', 0.4);
      near = await lookNear([0.4, 0.75], false);
    }
    const evidence = weigh(lite, near);
    await onEvidence?.(evidence, face);
    if (!(await during('infer', [0.75, 0.75], isPerson(evidence, face)))) return { person: false, ...common() };
    const isPlain = evidence.alone || evidence.agreement > CERTAIN || isOnce;
    let seen = near;
    if (!isPlain) {
      const far = await view(inputSize(picture, seenAt(spec, shortSide / 2), pixels / 4), [0.75, 1]);
      seen = await during('subject', [0, 0.5], () => fuse(near, far, lite));
    }
    onProgress?.('infer', 1);
    coarse = await during(
      'subject',
      [isPlain ? 0 : 0.5, 1],
      () => (evidence.alone ? seen : veto(seen, lite)),
      (gpu) => (evidence.alone ? Promise.resolve(seen) : gpu.veto(seen, lite)),
    );
  }
  const refining = network === 'lite' ? PREVIEW_REFINE : {};
  const both = await during(
    'refine',
    [0, 0],
    () => undefined,
    (gpu) => gpu.finish(coarse, picture, refining, sized),
  );
  const found = ({ matte, cutout }: Pick<Found, 'matte' | 'cutout'>): Found => ({
    person: true,
    matte: box ? placeMatte(matte, box, whole) : matte,
    cutout: box ? placePicture(cutout, box, whole) : cutout,
    ...common(),
  });
  if (both) return found(both);
  const refined = await during('refine', [0, 0.6], refine(coarse, picture, refining, sized));
  const model = await during('refine', [0.6, 0.8], colourModel(picture, refined));
  const matte = await during('refine', [0.8, 1], matting(picture, refined, model));
  const cutout = await during('foreground', [0, 1], foreground(picture, matte, model));
  return found({ matte, cutout });
}

/** Where lite and the near view agree as much, a second view has nothing to add; a server is asked once. */
const CERTAIN = 0.97;

/** A network's input size for another short side. */
export const seenAt = ({ size }: InputSpec, shortSide: number): InputSpec['size'] =>
  size.policy === 'multiple' ? { ...size, shortSide } : size;

function* preview(sized: Picture, lite: Tensor): Steps<Picture> {
  const scale = Math.min(1, PREVIEW_SIDE / Math.max(sized.width, sized.height));
  const [width, height] = [Math.round(sized.width * scale), Math.round(sized.height * scale)];
  const small = scale < 1 ? yield* resize(sized, width, height) : sized;
  const refined = yield* refine(lite, small, PREVIEW_REFINE);
  const model = yield* colourModel(small, refined);
  return yield* foreground(small, yield* matting(small, refined, model), model);
}
