import type { InputSpec, Network } from './catalog.ts';
import type { Backend, Engine } from './engine.ts';
import { foreground } from './foreground.ts';
import { fuse } from './fuse.ts';
import type { Matte, Picture, Tensor } from './picture.ts';
import { refine } from './refine.ts';
import { resize } from './resize.ts';
import type { Signal } from './signal.ts';
import type { OnProgress, Stage, Timings } from './stages.ts';
import { drive, type Steps } from './steps.ts';
import { hasPerson, isBlank, liteSeesPerson, veto } from './subject.ts';
import { inputSize, type Size, toTensor } from './tensor.ts';

export interface CutoutOptions {
  /** Which network gives the matte; `portrait` unless told. */
  readonly network?: Network;
  /** Most pixels of portrait's input: less is faster. */
  readonly maxInputPixels?: number;
}

export interface CutoutHooks {
  readonly signal?: Signal | undefined;
  readonly onProgress?: OnProgress | undefined;
  /** A small cutout by the lite network; portrait runs, and may block this thread, only after it was delivered. */
  readonly onPreview?: ((preview: Picture) => void | Promise<void>) | undefined;
}

interface Common {
  readonly network: Network;
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
const PREVIEW_REFINE = { radius: 4, epsilon: 1e-3, reach: 3 };
/** Portrait's input on backends that have nothing faster. */
export const MAX_INPUT_PIXELS = 512 * 512;

/**
 * Cuts the people out of a picture: tensor → infer → subject → refine → foreground. See README for the whole path.
 *
 * @throws CutoutError from the engine; whatever `hooks.signal` throws once aborted (between and inside stages).
 */
export async function cutOut(
  picture: Picture,
  engine: Engine,
  options: CutoutOptions = {},
  hooks: CutoutHooks = {},
): Promise<Found | NotFound> {
  const { network = 'portrait', maxInputPixels = MAX_INPUT_PIXELS } = options;
  const { signal, onProgress, onPreview } = hooks;
  const milliseconds: Timings = {};
  const during = async <Result>(stage: Stage, work: Promise<Result> | Steps<Result>): Promise<Result> => {
    const started = Date.now();
    onProgress?.(stage, 0);
    const result =
      work instanceof Promise ? await work : await drive(work, signal, (fraction) => onProgress?.(stage, fraction));
    signal?.throwIfAborted();
    onProgress?.(stage, 1);
    milliseconds[stage] = (milliseconds[stage] ?? 0) + Date.now() - started;
    return result;
  };

  const portraitSize = inputSize(picture, engine.inputOf('portrait').size, maxInputPixels);
  const sized = await during('preview', resize(picture, portraitSize.width, portraitSize.height));
  const liteInput = engine.inputOf('lite');
  const liteTensor = await during('preview', toTensor(sized, liteInput, inputSize(sized, liteInput.size)));
  const lite = await during('preview', engine.infer('lite', liteTensor, signal));
  const common = () => ({ network, backend: engine.backendOf(network), milliseconds });
  if (isBlank(lite) || (network === 'lite' && !liteSeesPerson(lite))) return { person: false, ...common() };
  if (onPreview) await onPreview(await during('preview', preview(sized, lite)));

  let coarse = lite;
  if (network === 'portrait') {
    const spec = engine.inputOf('portrait');
    const view = async (to: Size) => {
      const tensor = await during('infer', toTensor(sized, spec, to));
      return during('infer', engine.infer('portrait', tensor, signal));
    };
    const far = await view(inputSize(picture, farther(spec.size), maxInputPixels / 4));
    if (!hasPerson(lite, far)) return { person: false, ...common() };
    coarse = veto(fuse(await view(sized), far), lite);
  }
  const matte = await during('refine', refine(coarse, picture, network === 'lite' ? PREVIEW_REFINE : {}, sized));
  const cutout = await during('foreground', foreground(picture, matte));
  return { person: true, matte, cutout, ...common() };
}

/** The input size of portrait's second, distant view: half as large. */
const farther = (size: InputSpec['size']): InputSpec['size'] =>
  size.policy === 'multiple' ? { ...size, shortSide: size.shortSide / 2 } : size;

function* preview(sized: Picture, lite: Tensor): Steps<Picture> {
  const scale = Math.min(1, PREVIEW_SIDE / Math.max(sized.width, sized.height));
  const small = yield* resize(sized, Math.round(sized.width * scale), Math.round(sized.height * scale));
  const matte = yield* refine(lite, small, PREVIEW_REFINE);
  return yield* foreground(small, matte);
}
