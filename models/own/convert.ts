import * as ort from 'onnxruntime-web';
import { goldenPicture } from '../../shared/inference/golden.ts';
import { type Model, writeModel } from '../onnx/model.ts';
import { eightBitWeights } from '../precision/weights.ts';
import { exportTflite } from '../tflite/export.ts';

/** How weights are kept: as the file has them, as halves, or the large ones as eight bits with scales. */
export const WEIGHTS = ['as-is', 'fp16', 'int8'] as const;
export type Weights = (typeof WEIGHTS)[number];

export interface Converted {
  readonly onnx: Uint8Array;
  /** Sizes of the picture that goes in and of what comes out, NCHW. */
  readonly input: readonly number[];
  readonly output: readonly number[];
  /** The largest difference from the same network with the file's own weights, on the drawn picture, in the output's unit. */
  readonly worst: number;
}

const packed: Readonly<Record<Weights, (model: Model) => Model>> = {
  'as-is': (model) => model,
  fp16: (model) => eightBitWeights(model, Number.POSITIVE_INFINITY),
  int8: (model) => eightBitWeights(model),
};

/** The drawn picture in `dims` (NCHW), 0..1; channels beyond three are empty, as a first frame's mask is. */
function drawn([, channels, height, width]: readonly number[]): Float32Array {
  const side = Math.max(height, width);
  const { data } = goldenPicture(side);
  const values = new Float32Array(channels * height * width);
  for (let c = 0; c < Math.min(channels, 3); c++)
    for (let i = 0; i < height * width; i++)
      values[c * height * width + i] = data[(Math.floor(i / width) * side + (i % width)) * 4 + c] / 255;
  return values;
}

async function run(onnx: Uint8Array, dims: readonly number[]) {
  const session = await ort.InferenceSession.create(onnx);
  try {
    const { output } = await session.run({ input: new ort.Tensor('float32', drawn(dims), dims) });
    const values = output.data as Float32Array;
    if (!values.every(Number.isFinite)) throw new Error('The exported network gives values that are no numbers.');
    return { dims: output.dims, values };
  } finally {
    await session.release();
  }
}

/**
 * A TFLite network as ONNX, from `input` to `output`, run once in onnxruntime-web.
 *
 * @throws Error in words when the file is not TFLite or is damaged, an operator cannot be exported, the input is no
 *   single picture, or what comes out does not run.
 */
export async function convert(tflite: Uint8Array, weights: Weights): Promise<Converted> {
  const model = exportTflite(tflite, { graph: 'own', input: 'input', output: 'output' });
  const input = (model.graph.input[0].type.tensorType.shape?.dim ?? []).map(({ dimValue }) => Number(dimValue));
  if (input.length !== 4 || input[0] !== 1 || input.some((size) => size < 1 || size > 4096))
    throw new Error(`The network takes ${input.join(' × ')}; one picture of at most 4096 pixels a side is wanted.`);
  const exact = await run(writeModel(model), input);
  const onnx = writeModel(packed[weights](model));
  const found = weights === 'as-is' ? exact : await run(onnx, input);
  const worst = exact.values.reduce((most, value, i) => Math.max(most, Math.abs(value - found.values[i])), 0);
  return { onnx, input, output: found.dims, worst };
}
