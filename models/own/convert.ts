import type { Weights } from '../../shared/inference/card.ts';
import type { InputSpec } from '../../shared/inference/catalog.ts';
import { goldenPicture } from '../../shared/inference/golden.ts';
import { toTensor } from '../../shared/inference/tensor.ts';
import { runToEnd } from '../../shared/steps.ts';
import { type Model, writeModel } from '../onnx/model.ts';
import { inputsOf } from '../onnx/trace.ts';
import { eightBitWeights, halfWeights } from '../precision/weights.ts';
import { type Head, recogniseHead, withAlpha } from './head.ts';
import { type Read, readNetwork } from './read.ts';
import { runOnce, type Values, worstDifference } from './run-once.ts';

/** What every exported network's output is called. */
export const ALPHA = 'alpha';

/** The values that a network takes for black and white. */
export const RANGES = { '0..1': [0, 1], '-1..1': [0.5, 0.5], '0..255': [0, 1 / 255] } as const;
export type Range = keyof typeof RANGES;

export interface Wanted {
  readonly weights: Weights;
  readonly range: Range;
  /** Default: recognised. */
  readonly head?: Head | undefined;
  /** The `.h5` file of weights that belongs to a `model.json`. */
  readonly kept?: Uint8Array | undefined;
}

export interface Converted {
  readonly onnx: Uint8Array;
  readonly model: Model;
  readonly format: Read['format'];
  readonly head: Head;
  readonly spec: InputSpec;
  /** Sizes of the picture that goes in and of alpha, NCHW. */
  readonly input: readonly number[];
  readonly output: readonly number[];
  /** Alpha of the drawn picture, 0..1. */
  readonly alpha: Float32Array;
  /** The largest difference in it from the same network with the file's own weights. */
  readonly worst: number;
}

/** Ways to keep weights, the smaller file first: the first that agrees with the file's own weights is taken, else the last. */
const PACKINGS: Readonly<Record<Exclude<Weights, 'as-is'>, readonly ((model: Model) => Model)[]>> = {
  fp16: [0, 10_000].map((smallest) => (model) => halfWeights(model, smallest)),
  int8: [(model) => eightBitWeights(model)],
};
/** The most that alpha of the drawn picture may differ where weights agree. */
const AGREES = 5e-3;

/** The drawn picture as the network takes it; a fourth channel is empty, as a first frame's mask is. */
export function drawn([, channels, height, width]: readonly number[], spec: InputSpec): Float32Array {
  const values = new Float32Array(channels * height * width);
  values.set(runToEnd(toTensor(goldenPicture(width), spec, { width, height })).data);
  return values;
}

async function run(onnx: Uint8Array, given: Values): Promise<Values> {
  const found = await runOnce(onnx, given);
  if (found.values.every(Number.isFinite)) return found;
  throw new Error('The exported network gives values that are no numbers.');
}

/** @throws Error in words unless the network takes one picture of a fixed size, with three or four channels. */
function pictureTaken(model: Model): { name: string; shape: number[] } {
  const inputs = inputsOf(model);
  const [{ name, shape }] = inputs;
  const sizes = shape.filter((size) => size !== 'open');
  const takesOne = inputs.length === 1 && shape.length === 4 && sizes.length === 4 && sizes[0] === 1;
  if (takesOne && sizes.every((size) => size >= 1 && size <= 4096) && (sizes[1] === 3 || sizes[1] === 4))
    return { name, shape: sizes };
  throw new Error(
    `The network takes ${inputs.map((one) => one.shape.join(' × ')).join(' and ')}; one picture, 1 × 3 × height × width (or 4 channels ` +
      'with the mask before) of at most 4096 pixels a side, is wanted.',
  );
}

/**
 * A network as ONNX that ends in alpha, run in onnxruntime-web on the drawn picture.
 *
 * @throws Error in words when the file is damaged, an operator cannot be exported, the input is no single picture, the head is
 *   not plain and none was stated, or what comes out does not run.
 */
export async function convert(file: Uint8Array, { weights, range, head: stated, kept }: Wanted): Promise<Converted> {
  const { model: own, format } = await readNetwork(file, kept);
  const { name, shape: input } = pictureTaken(own);
  const [mean, std] = RANGES[range];
  const spec: InputSpec = {
    name,
    layout: 'NCHW',
    size: { policy: 'fixed', width: input[3], height: input[2] },
    mean: [mean, mean, mean],
    std: [std, std, std],
  };
  const given = { dims: input, values: drawn(input, spec) };
  const { dims } = await run(writeModel(own), given);
  const head = stated ?? recogniseHead(own, dims[1]);
  const model = withAlpha(own, head, { output: dims, input }, ALPHA);
  const exact = await run(writeModel(model), given);
  let [onnx, found, worst] = [writeModel(model), exact, 0];
  for (const pack of weights === 'as-is' ? [] : PACKINGS[weights]) {
    onnx = writeModel(pack(model));
    found = await run(onnx, given);
    worst = worstDifference(exact.values, found.values);
    if (worst <= AGREES) break;
  }
  return { onnx, model, format, head, spec, input, output: found.dims, alpha: found.values, worst };
}
