import { samePadding } from '../tflite/padding.ts';
import { activate } from './activations.ts';
import type { Weights } from './hdf5.ts';
import { assertChannelsLast, type Call, inputOf, pairOf, type Write, type Writer, weightOf } from './writer.ts';

/** Keras keeps kernels as height, width, in, out. */
const OIHW = [3, 2, 0, 1];
/** For depthwise kernels (height, width, channel, multiplier). */
const DEPTHWISE = [2, 3, 0, 1];

/** A kernel and a bias with what is folded into them; `axis` is the kernel's of outputs. */
function foldedInto(call: Call, kernel: Weights, bias: Float32Array | undefined, outputs: (i: number) => number) {
  const { folded } = call;
  if (!folded) return { kernel, bias };
  const { scale, shift } = folded;
  return {
    kernel: { shape: kernel.shape, data: kernel.data.map((weight, i) => weight * scale[outputs(i)]) },
    bias: shift.map((term, o) => term + (bias?.[o] ?? 0) * scale[o]),
  };
}

interface Parts {
  readonly input: number;
  readonly kernel: Weights;
  readonly bias: Float32Array | undefined;
  readonly order: readonly number[];
  /** Replaces the kernel's shape after reordering. */
  readonly shape?: readonly number[];
  readonly channels: number;
  readonly group: number;
  /** The layer's window; a window of one pixel where left out. */
  readonly window?: Readonly<Record<string, unknown>>;
}

/** The output's sizes and the padding of a window over a picture. */
export function placeWindow(
  config: Readonly<Record<string, unknown>>,
  [height, width]: readonly [number, number],
  kernel: readonly [number, number],
  strides: readonly [number, number],
  dilations: readonly [number, number] = [1, 1],
) {
  const { padding } = config;
  if (padding !== 'same' && padding !== 'valid') throw new Error(`its padding is ${JSON.stringify(padding)}.`);
  const out = [height, width].map((size, i) =>
    padding === 'same'
      ? Math.ceil(size / strides[i])
      : Math.floor((size - (kernel[i] - 1) * dilations[i] - 1) / strides[i]) + 1,
  );
  const [vertical, horizontal] = [height, width].map((size, i) =>
    padding === 'same' ? samePadding(size, kernel[i], strides[i], dilations[i]) : [0, 0],
  );
  return { out, pads: [vertical[0], horizontal[0], vertical[1], horizontal[1]] };
}

function convolution(writer: Writer, parts: Parts, name: string): number {
  const { input, kernel, bias, order, shape, channels, group, window } = parts;
  const [batch, height, width] = writer.sizes(input);
  const size = [kernel.shape[0], kernel.shape[1]] as const;
  const strides = window ? pairOf(window.strides ?? 1, 'strides') : ([1, 1] as const);
  const dilations = window ? pairOf(window.dilation_rate ?? 1, 'dilation_rate') : ([1, 1] as const);
  const { out, pads } = placeWindow(window ?? { padding: 'valid' }, [height, width], size, strides, dilations);
  const weights = writer.constant(`${name}/kernel`, kernel);
  const { graph } = writer;
  const inputs = [graph.value(input), graph.store(weights, shape ? { order, shape } : { order })];
  if (bias) inputs.push(graph.store(writer.constant(`${name}/bias`, { shape: [bias.length], data: bias })));
  const output = writer.tensor(name, [batch, out[0], out[1], channels]);
  graph.add('Conv', inputs, graph.output(output), { kernel_shape: size, strides, dilations, pads, group });
  return output;
}

const biasOf = (call: Call, place: number, channels: number) =>
  call.config.use_bias === false ? undefined : weightOf(call, ['bias'], place, [channels]).data;

function transposed(call: Call, writer: Writer): number {
  assertChannelsLast(call);
  const input = inputOf(call);
  const { config } = call;
  const [batch, height, width, channels] = writer.sizes(input);
  const kernel = weightOf(call, ['kernel'], 0, [-1, -1, -1, channels]);
  const [rows, columns, filters] = kernel.shape;
  const strides = pairOf(config.strides ?? 1, 'strides');
  const dilations = pairOf(config.dilation_rate ?? 1, 'dilation_rate');
  if (config.output_padding) throw new Error('its output_padding is set; leave it out, which fits the padding.');
  if (config.padding !== 'same' && config.padding !== 'valid') throw new Error(`its padding is ${config.padding}.`);
  const reach = [rows, columns].map((size, i) => (size - 1) * dilations[i] + 1);
  const out = [height, width].map((size, i) =>
    config.padding === 'same' ? size * strides[i] : size * strides[i] + Math.max(reach[i] - strides[i], 0),
  );
  const [vertical, horizontal] = out.map((size, i) =>
    config.padding === 'same' ? samePadding(size, reach[i], strides[i]) : [0, 0],
  );
  const pads = [vertical[0], horizontal[0], vertical[1], horizontal[1]];
  const missing = [height, width].map(
    (size, i) => out[i] - ((size - 1) * strides[i] + reach[i] - pads[i] - pads[i + 2]),
  );
  const own = foldedInto(call, kernel, biasOf(call, 1, filters), (i) => Math.floor(i / channels) % filters);
  const { graph } = writer;
  const weights = writer.constant(`${call.name}/kernel`, own.kernel);
  const inputs = [graph.value(input), graph.store(weights, { order: OIHW })];
  if (own.bias) inputs.push(graph.store(writer.constant(`${call.name}/bias`, { shape: [filters], data: own.bias })));
  const output = writer.tensor(call.name, [batch, out[0], out[1], filters]);
  graph.add('ConvTranspose', inputs, graph.output(output), {
    kernel_shape: [rows, columns],
    strides,
    dilations,
    pads,
    ...(missing.some((count) => count > 0) && { output_padding: missing }),
  });
  return activate(call, writer, output, config.activation);
}

/** Layers that multiply by weights. A batch normalisation behind them is folded in. */
export const CONVOLUTIONS: Readonly<Record<string, Write>> = {
  Conv2D: (call, writer) => {
    assertChannelsLast(call);
    const input = inputOf(call);
    const group = Number(call.config.groups ?? 1);
    const channels = writer.sizes(input)[3];
    const kernel = weightOf(call, ['kernel'], 0, [-1, -1, channels / group, -1]);
    const filters = kernel.shape[3];
    const own = foldedInto(call, kernel, biasOf(call, 1, filters), (i) => i % filters);
    const parts = { ...own, input, order: OIHW, channels: filters, group, window: call.config };
    return activate(call, writer, convolution(writer, parts, call.name), call.config.activation);
  },

  DepthwiseConv2D: (call, writer) => {
    assertChannelsLast(call);
    const input = inputOf(call);
    const channels = writer.sizes(input)[3];
    const kernel = weightOf(call, ['depthwise_kernel', 'kernel'], 0, [-1, -1, channels, -1]);
    const filters = channels * kernel.shape[3];
    const own = foldedInto(call, kernel, biasOf(call, 1, filters), (i) => i % filters);
    const shape = [filters, 1, kernel.shape[0], kernel.shape[1]];
    const parts = { ...own, input, order: DEPTHWISE, shape, channels: filters, group: channels, window: call.config };
    return activate(call, writer, convolution(writer, parts, call.name), call.config.activation);
  },

  SeparableConv2D: (call, writer) => {
    assertChannelsLast(call);
    const input = inputOf(call);
    const channels = writer.sizes(input)[3];
    const depthwise = weightOf(call, ['depthwise_kernel'], 0, [-1, -1, channels, -1]);
    const between = channels * depthwise.shape[3];
    const pointwise = weightOf(call, ['pointwise_kernel'], 1, [1, 1, between, -1]);
    const filters = pointwise.shape[3];
    const own = foldedInto(call, pointwise, biasOf(call, 2, filters), (i) => i % filters);
    const shape = [between, 1, depthwise.shape[0], depthwise.shape[1]];
    const first = {
      input,
      kernel: depthwise,
      bias: undefined,
      order: DEPTHWISE,
      shape,
      channels: between,
      group: channels,
    };
    const middle = convolution(writer, { ...first, window: call.config }, `${call.name}/depthwise`);
    const second = { ...own, input: middle, order: OIHW, channels: filters, group: 1 };
    return activate(call, writer, convolution(writer, second, call.name), call.config.activation);
  },

  Conv2DTranspose: transposed,

  /** Over a picture it is a convolution by one pixel; else a product of matrices. */
  Dense: (call, writer) => {
    const input = inputOf(call);
    const shape = writer.shape(input);
    const terms = shape[shape.length - 1];
    const kernel = weightOf(call, ['kernel'], 0, [terms, -1]);
    const units = kernel.shape[1];
    const own = foldedInto(call, kernel, biasOf(call, 1, units), (i) => i % units);
    const { graph } = writer;
    if (shape.length === 4) {
      const over = { shape: [1, 1, terms, units], data: own.kernel.data };
      const parts = { kernel: over, bias: own.bias, input, order: OIHW, channels: units, group: 1 };
      return activate(call, writer, convolution(writer, parts, call.name), call.config.activation);
    }
    const output = writer.tensor(call.name, [...shape.slice(0, -1), units]);
    const name = graph.output(output, 'as in the file');
    const raw = own.bias ? `${name}:product` : name;
    const weights = graph.store(writer.constant(`${call.name}/kernel`, own.kernel));
    graph.add('MatMul', [graph.value(input, 'as in the file'), weights], raw);
    if (own.bias) {
      const bias = graph.store(writer.constant(`${call.name}/bias`, { shape: [units], data: own.bias }));
      graph.add('Add', [raw, bias], name);
    }
    return activate(call, writer, output, call.config.activation);
  },
};
