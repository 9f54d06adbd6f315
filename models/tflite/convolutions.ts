import { integers } from '../onnx/build.ts';
import type { GraphWriter } from './graph.ts';
import { padsOf } from './padding.ts';
import { activated, type Export } from './pointwise.ts';
import type { TfliteOperator } from './reader.ts';
import type { Table } from './table.ts';

const OIHW = [0, 3, 1, 2];
/** For depthwise weights, where O is 1, and for transposed convolutions, whose input channels come first. */
const IOHW = [3, 0, 1, 2];

/** What CONV_2D and DEPTHWISE_CONV_2D share; dilations are the options' fields `dilation` and `dilation + 1`. */
function convolution(
  operator: TfliteOperator,
  graph: GraphWriter,
  shape: { order: readonly number[]; group: number; activation: number; dilation: number },
): void {
  const [input, weights, bias = -1] = operator.inputs;
  const options = operator.options as Table;
  const [, height, width] = graph.sizes(input);
  const [, kernelHeight, kernelWidth] = graph.sizes(weights);
  const strides = [options.int(2, 1), options.int(1, 1)] as const;
  const own = [options.int(shape.dilation + 1, 1), options.int(shape.dilation, 1)] as const;
  const { dilations, pads } = operator.dilated ?? {
    dilations: own,
    pads: padsOf(options.byte(0), [height, width], [kernelHeight, kernelWidth], strides, own),
  };
  const inputs = [graph.value(input), graph.store(weights, { order: shape.order })];
  if (bias >= 0) inputs.push(graph.store(bias));
  activated(operator, graph, options.byte(shape.activation), (output) =>
    graph.add('Conv', inputs, output, {
      kernel_shape: [kernelHeight, kernelWidth],
      strides,
      dilations,
      pads,
      group: shape.group,
    }),
  );
}

interface Transposed {
  readonly input: number;
  readonly weights: number;
  readonly bias: number;
  readonly padding: number;
  readonly strides: readonly [number, number];
  readonly activation: number;
}

function transposedConvolution(operator: TfliteOperator, graph: GraphWriter, parts: Transposed): void {
  const { input, weights, bias, padding, strides } = parts;
  const [, height, width] = graph.sizes(operator.outputs[0]);
  const [, rows, columns] = graph.sizes(input);
  const [, kernelHeight, kernelWidth] = graph.sizes(weights);
  const pads = padsOf(padding, [height, width], [kernelHeight, kernelWidth], strides);
  const reached = [
    (rows - 1) * strides[0] + kernelHeight - pads[0] - pads[2],
    (columns - 1) * strides[1] + kernelWidth - pads[1] - pads[3],
  ];
  const missing = [height - reached[0], width - reached[1]];
  const inputs = [graph.value(input), graph.store(weights, { order: IOHW })];
  if (bias >= 0) inputs.push(graph.store(bias));
  activated(operator, graph, parts.activation, (output) =>
    graph.add('ConvTranspose', inputs, output, {
      kernel_shape: [kernelHeight, kernelWidth],
      strides,
      pads,
      ...(missing.some((count) => count > 0) && { output_padding: missing }),
    }),
  );
}

/** Operators that multiply by weights; those come as OHWI and go as OIHW. */
export const CONVOLUTIONS: Readonly<Record<string, Export>> = {
  CONV_2D: (operator, graph) => convolution(operator, graph, { order: OIHW, group: 1, activation: 3, dilation: 4 }),

  DEPTHWISE_CONV_2D: (operator, graph) =>
    convolution(operator, graph, {
      order: IOHW,
      group: graph.sizes(operator.inputs[0])[3],
      activation: 4,
      dilation: 5,
    }),

  TRANSPOSE_CONV: (operator, graph) => {
    const [, weights, input, bias = -1] = operator.inputs;
    const options = operator.options as Table;
    const strides = [options.int(2), options.int(1)] as const;
    const [padding, activation] = [options.byte(0), options.byte(3)];
    transposedConvolution(operator, graph, { input, weights, bias, padding, strides, activation });
  },

  /** MediaPipe's own, with a bias; its options are the C struct { padding (1 is SAME), stride width, height }. */
  Convolution2DTransposeBias: (operator, graph) => {
    const [input, weights, bias] = operator.inputs;
    if (operator.customOptions.length < 12) throw new Error('its options are cut off.');
    const struct = new DataView(operator.customOptions.buffer);
    const [padding, strideWidth, strideHeight] = [0, 4, 8].map((at) => struct.getInt32(at, true));
    const strides = [strideHeight, strideWidth] as const;
    transposedConvolution(operator, graph, {
      input,
      weights,
      bias,
      padding: padding === 1 ? 0 : 1,
      strides,
      activation: 0,
    });
  },

  /** Over a picture it is a convolution by one pixel; else a product of matrices. */
  FULLY_CONNECTED: (operator, graph) => {
    const [input, weights, bias = -1] = operator.inputs;
    const [outputs, terms] = graph.constant(weights).shape;
    const isPicture = graph.tensor(input).shape.length === 4 && graph.tensor(operator.outputs[0]).shape.length === 4;
    if (operator.options?.byte(1)) throw new Error('its weights are shuffled, which is not exported.');
    const activation = operator.options?.byte(0) ?? 0;
    if (isPicture) {
      const inputs = [graph.value(input), graph.store(weights, { shape: [outputs, terms, 1, 1] })];
      if (bias >= 0) inputs.push(graph.store(bias));
      activated(operator, graph, activation, (output) => graph.add('Conv', inputs, output, { kernel_shape: [1, 1] }));
      return;
    }
    const factors = [graph.value(input, 'as in the file'), graph.store(weights, { order: [1, 0] })];
    const product = (output: string) => {
      const { shape } = graph.tensor(operator.outputs[0]);
      const raw = bias >= 0 ? `${output}:product` : output;
      graph.initializers.push(integers(`${output}:rows`, [-1, terms]), integers(`${output}:shape`, shape));
      graph.add('Reshape', [factors[0], `${output}:rows`], `${output}:list`);
      graph.add('MatMul', [`${output}:list`, factors[1]], `${output}:matrix`);
      graph.add('Reshape', [`${output}:matrix`, `${output}:shape`], raw);
      if (bias >= 0) graph.add('Add', [raw, graph.store(bias)], output);
    };
    activated(operator, graph, activation, product, 'as in the file');
  },
};
