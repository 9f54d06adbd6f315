import type { TfliteModel, TfliteOperator } from '../../models/tflite/reader.ts';
import { batchToSpace, maxima, mirrorPad, perPicture, places, spaceToBatch, unpool } from './interpreter-batches.ts';
import { both, concatenate, mean, pad, resizeNearest, softmax, sum, transpose } from './interpreter-shapes.ts';

/** A value while interpreting: NHWC, dense. */
export interface Value {
  shape: readonly number[];
  data: Float32Array | Int32Array;
}

export type Run = (operator: TfliteOperator, inputs: Value[], shape: readonly number[]) => Float32Array;

/** Where SAME padding puts a window's first tap: half of what is missing, rounded down. */
const firstTap = (size: number, out: number, kernel: number, stride: number, same: boolean) =>
  same ? -Math.floor(Math.max((out - 1) * stride + kernel - size, 0) / 2) : 0;

const convolve =
  (depthwise: boolean): Run =>
  (operator, [input, weights, bias], [, outHeight, outWidth, outChannels]) => {
    const [, height, width, channels] = input.shape;
    const [, kernelHeight, kernelWidth, kernelChannels] = weights.shape;
    const same = operator.options!.byte(0) === 0;
    const [strideX, strideY] = [operator.options!.int(1), operator.options!.int(2)];
    const top = firstTap(height, outHeight, kernelHeight, strideY, same);
    const left = firstTap(width, outWidth, kernelWidth, strideX, same);
    const out = new Float32Array(outHeight * outWidth * outChannels);
    let at = 0;
    for (let y = 0; y < outHeight; y++)
      for (let x = 0; x < outWidth; x++)
        for (let o = 0; o < outChannels; o++) {
          let sum = bias.data[o];
          for (let v = 0; v < kernelHeight; v++)
            for (let u = 0; u < kernelWidth; u++) {
              const row = y * strideY + top + v;
              const column = x * strideX + left + u;
              if (row < 0 || row >= height || column < 0 || column >= width) continue;
              const pixel = (row * width + column) * channels;
              if (depthwise) sum += input.data[pixel + o] * weights.data[(v * kernelWidth + u) * outChannels + o];
              else {
                const tap = ((o * kernelHeight + v) * kernelWidth + u) * kernelChannels;
                for (let c = 0; c < channels; c++) sum += input.data[pixel + c] * weights.data[tap + c];
              }
            }
          out[at++] = sum;
        }
    return out;
  };

const each =
  (f: (x: number) => number): Run =>
  (_, [input]) =>
    Float32Array.from(input.data as Float32Array, f);

const averageAll: Run = (_, [{ shape, data }]) => {
  const channels = shape[3];
  const out = new Float64Array(channels);
  for (let i = 0; i < data.length; i++) out[i % channels] += data[i];
  return Float32Array.from(out, (sum) => (sum * channels) / data.length);
};

const resizeBilinear: Run = (operator, [input], [, outHeight, outWidth, channels]) => {
  if (operator.options!.byte(2) || !operator.options!.byte(3)) throw new Error('half-pixel centres expected');
  const [, height, width] = input.shape;
  const taps = (i: number, out: number, size: number) => {
    const at = Math.max(((i + 0.5) * size) / out - 0.5, 0);
    const low = Math.floor(at);
    return { low, high: Math.min(low + 1, size - 1), share: at - low };
  };
  const out = new Float32Array(outHeight * outWidth * channels);
  for (let y = 0; y < outHeight; y++)
    for (let x = 0; x < outWidth; x++) {
      const v = taps(y, outHeight, height);
      const u = taps(x, outWidth, width);
      const read = (row: number, column: number, c: number) => input.data[(row * width + column) * channels + c];
      for (let c = 0; c < channels; c++) {
        const above = read(v.low, u.low, c) * (1 - u.share) + read(v.low, u.high, c) * u.share;
        const below = read(v.high, u.low, c) * (1 - u.share) + read(v.high, u.high, c) * u.share;
        out[(y * outWidth + x) * channels + c] = above * (1 - v.share) + below * v.share;
      }
    }
  return out;
};

/** Scatters every input pixel over the output, stride 2, 2×2 windows: nothing overlaps and nothing is cut off. */
const transposedConvolve: Run = (_, [input, weights, bias], [, outHeight, outWidth, outChannels]) => {
  const [, height, width, channels] = input.shape;
  const [, kernelHeight, kernelWidth] = weights.shape;
  if (outHeight !== height * kernelHeight || outWidth !== width * kernelWidth)
    throw new Error('stride = kernel expected');
  const out = new Float32Array(outHeight * outWidth * outChannels);
  for (let y = 0; y < outHeight; y++)
    for (let x = 0; x < outWidth; x++)
      for (let o = 0; o < outChannels; o++) {
        const pixel = (Math.floor(y / kernelHeight) * width + Math.floor(x / kernelWidth)) * channels;
        const tap = ((o * kernelHeight + (y % kernelHeight)) * kernelWidth + (x % kernelWidth)) * channels;
        let sum = bias.data[o];
        for (let c = 0; c < channels; c++) sum += input.data[pixel + c] * weights.data[tap + c];
        out[(y * outWidth + x) * outChannels + o] = sum;
      }
  return out;
};

const maxPool: Run = (operator, [input], [, outHeight, outWidth, channels]) => {
  const [, height, width] = input.shape;
  const [strideX, strideY, kernelWidth, kernelHeight] = [1, 2, 3, 4].map((field) => operator.options!.int(field));
  const out = new Float32Array(outHeight * outWidth * channels);
  for (let at = 0; at < out.length; at++) {
    const [c, x, y] = [at % channels, Math.trunc(at / channels) % outWidth, Math.trunc(at / channels / outWidth)];
    let most = Number.NEGATIVE_INFINITY;
    for (let row = y * strideY; row < Math.min(y * strideY + kernelHeight, height); row++)
      for (let column = x * strideX; column < Math.min(x * strideX + kernelWidth, width); column++)
        most = Math.max(most, input.data[(row * width + column) * channels + c]);
    out[at] = most;
  }
  return out;
};

const RUN: Record<string, Run> = {
  ADD: both((a, b) => a + b),
  MUL: both((a, b) => a * b),
  MAXIMUM: both(Math.max),
  MINIMUM: both(Math.min),
  RELU: each((x) => Math.max(x, 0)),
  RELU6: each((x) => Math.min(Math.max(x, 0), 6)),
  PRELU: both((x, slope) => (x < 0 ? x * slope : x)),
  HARD_SWISH: each((x) => (x * Math.min(Math.max(x + 3, 0), 6)) / 6),
  LOGISTIC: each((x) => 1 / (1 + Math.exp(-x))),
  DEQUANTIZE: each((x) => x),
  AVERAGE_POOL_2D: averageAll,
  MAX_POOL_2D: maxPool,
  PAD: pad,
  MIRROR_PAD: mirrorPad,
  SPACE_TO_BATCH_ND: spaceToBatch,
  BATCH_TO_SPACE_ND: batchToSpace,
  MaxPoolingWithArgmax2D: maxima,
  MaxUnpooling2D: unpool,
  RESHAPE: each((x) => x),
  CONCATENATION: concatenate,
  RESIZE_BILINEAR: resizeBilinear,
  RESIZE_NEAREST_NEIGHBOR: resizeNearest,
  MEAN: mean,
  SUM: sum,
  SOFTMAX: softmax,
  TRANSPOSE: transpose,
  CONV_2D: perPicture(convolve(false)),
  DEPTHWISE_CONV_2D: perPicture(convolve(true)),
  Convolution2DTransposeBias: transposedConvolve,
  TRANSPOSE_CONV: (operator, [, weights, input, bias], shape) =>
    transposedConvolve(operator, [input, weights, bias], shape),
};

/** Which of an operator's options is the activation fused into it. */
const ACTIVATION: Record<string, number> = { ADD: 0, MUL: 0, CONV_2D: 3, DEPTHWISE_CONV_2D: 4, TRANSPOSE_CONV: 3 };

function activate(operator: TfliteOperator, values: Float32Array): Float32Array {
  const field = ACTIVATION[operator.kind];
  const activation = field === undefined ? 0 : (operator.options?.byte(field) ?? 0);
  const most = { 0: undefined, 1: Number.POSITIVE_INFINITY, 3: 6 }[activation];
  if (most === undefined && activation !== 0) throw new Error('no fused activation, RELU or RELU6 expected');
  return most === undefined ? values : values.map((value) => Math.min(Math.max(value, 0), most));
}

/**
 * Runs a TFLite network as its operators are defined, in straight loops: slow, and shares nothing with the exporter.
 *
 * @param output which of its outputs. Default: the first.
 */
export function interpret(model: TfliteModel, input: Float32Array, output = 0): Float32Array {
  const values: (Value | undefined)[] = model.tensors.map(({ shape, data }) => data && { shape, data });
  values[model.inputs[0]] = { shape: model.tensors[model.inputs[0]].shape, data: input };
  for (const operator of model.operators) {
    const { shape } = model.tensors[operator.outputs[0]];
    const inputs = operator.inputs.map((index) => values[index]!);
    values[operator.outputs[0]] = { shape, data: activate(operator, RUN[operator.kind](operator, inputs, shape)) };
    if (operator.outputs.length > 1) values[operator.outputs[1]] = { shape, data: places(operator, inputs, shape) };
  }
  return values[model.outputs[output]]!.data as Float32Array;
}
