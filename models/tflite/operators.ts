import { floats, integers } from '../onnx/build.ts';
import { type GraphWriter, permute } from './graph.ts';
import type { TfliteOperator } from './reader.ts';
import type { Table } from './table.ts';

/** Writes one TFLite operator into the ONNX graph. */
export type Export = (operator: TfliteOperator, graph: GraphWriter) => void;

type Write = (output: string) => void;

const SAME = 0;

/** Padding before and after along one axis so that `ceil(size / stride)` outputs come out (TFLite's SAME). */
export function samePadding(
  size: number,
  kernel: number,
  stride: number,
  dilation = 1,
): [before: number, after: number] {
  const reach = (kernel - 1) * dilation + 1;
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + reach - size, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

const clip =
  (low: number, high: number) =>
  (graph: GraphWriter, input: string, output: string): void => {
    graph.initializers.push(floats(`${output}:low`, [], [low]), floats(`${output}:high`, [], [high]));
    graph.add('Clip', [input, `${output}:low`, `${output}:high`], output);
  };

/** The activations that TFLite fuses into operators, by their number in the schema (0 is none). */
const ACTIVATIONS: Readonly<Record<number, (graph: GraphWriter, input: string, output: string) => void>> = {
  1: (graph, input, output) => graph.add('Relu', [input], output),
  2: clip(-1, 1),
  3: clip(0, 6),
  4: (graph, input, output) => graph.add('Tanh', [input], output),
};

/** Writes an operator and the activation fused into it. */
function activated(operator: TfliteOperator, graph: GraphWriter, activation: number, write: Write): void {
  const output = graph.value(operator.outputs[0]);
  if (activation === 0) {
    write(output);
    return;
  }
  const activate = ACTIVATIONS[activation];
  if (!activate) throw new Error(`${operator.kind} has the fused activation ${activation}, which is not exported.`);
  write(`${output}:linear`);
  activate(graph, `${output}:linear`, output);
}

/** What CONV_2D and DEPTHWISE_CONV_2D share; dilations are the options' fields `dilation` and `dilation + 1`. */
function convolution(
  operator: TfliteOperator,
  graph: GraphWriter,
  shape: { order: readonly number[]; group: number; activation: number; dilation: number },
): void {
  const [input, weights, bias] = operator.inputs;
  const options = operator.options as Table;
  const [, height, width] = graph.tensor(input).shape;
  const [, kernelHeight, kernelWidth] = graph.tensor(weights).shape;
  const strides = [options.int(2, 1), options.int(1, 1)];
  const dilations = [options.int(shape.dilation + 1, 1), options.int(shape.dilation, 1)];
  const same = options.byte(0) === SAME;
  const [top, bottom] = same ? samePadding(height, kernelHeight, strides[0], dilations[0]) : [0, 0];
  const [left, right] = same ? samePadding(width, kernelWidth, strides[1], dilations[1]) : [0, 0];
  const inputs = [
    graph.value(input),
    graph.store(graph.tensor(weights).name, permute(graph.constant(weights), shape.order)),
  ];
  if (bias >= 0) inputs.push(graph.store(graph.tensor(bias).name, graph.constant(bias)));
  activated(operator, graph, options.byte(shape.activation), (output) =>
    graph.add('Conv', inputs, output, {
      kernel_shape: [kernelHeight, kernelWidth],
      strides,
      dilations,
      pads: [top, left, bottom, right],
      group: shape.group,
    }),
  );
}

const unary =
  (opType: string): Export =>
  (operator, graph) =>
    graph.add(opType, [graph.value(operator.inputs[0])], graph.value(operator.outputs[0]));

const binary =
  (opType: string): Export =>
  (operator, graph) =>
    activated(operator, graph, operator.options?.byte(0) ?? 0, (output) =>
      graph.add(
        opType,
        operator.inputs.map((input) => graph.value(input)),
        output,
      ),
    );

/** MediaPipe's transposed convolution with a bias; its options are the C struct { padding, stride width, height }. */
const transposedConvolution: Export = (operator, graph) => {
  const [input, weights, bias] = operator.inputs;
  const struct = new DataView(operator.customOptions.buffer);
  const [padding, strideWidth, strideHeight] = [0, 4, 8].map((at) => struct.getInt32(at, true));
  const [, height, width] = graph.tensor(operator.outputs[0]).shape;
  const [, kernelHeight, kernelWidth] = graph.tensor(weights).shape;
  const same = padding === 1;
  const [top, bottom] = same ? samePadding(height, kernelHeight, strideHeight) : [0, 0];
  const [left, right] = same ? samePadding(width, kernelWidth, strideWidth) : [0, 0];
  graph.add(
    'ConvTranspose',
    [
      graph.value(input),
      graph.store(graph.tensor(weights).name, permute(graph.constant(weights), [3, 0, 1, 2])),
      graph.store(graph.tensor(bias).name, graph.constant(bias)),
    ],
    graph.value(operator.outputs[0]),
    {
      kernel_shape: [kernelHeight, kernelWidth],
      strides: [strideHeight, strideWidth],
      pads: [top, left, bottom, right],
    },
  );
};

/** Every operator that can be exported, by its TFLite name; weights come as OHWI and go as OIHW. */
export const OPERATORS: Readonly<Record<string, Export>> = {
  ADD: binary('Add'),
  MUL: binary('Mul'),
  RELU: unary('Relu'),
  HARD_SWISH: unary('HardSwish'),
  LOGISTIC: unary('Sigmoid'),

  CONV_2D: (operator, graph) =>
    convolution(operator, graph, { order: [0, 3, 1, 2], group: 1, activation: 3, dilation: 4 }),

  DEPTHWISE_CONV_2D: (operator, graph) =>
    convolution(operator, graph, {
      order: [3, 0, 1, 2],
      group: graph.tensor(operator.inputs[0]).shape[3],
      activation: 4,
      dilation: 5,
    }),

  Convolution2DTransposeBias: transposedConvolution,

  AVERAGE_POOL_2D: (operator, graph) => {
    const options = operator.options as Table;
    const { shape } = graph.tensor(operator.inputs[0]);
    const [width, height] = [options.int(3), options.int(4)];
    if (height !== shape[1] || width !== shape[2]) {
      throw new Error(
        `AVERAGE_POOL_2D over ${width}×${height} of ${shape[2]}×${shape[1]}: only the whole is exported.`,
      );
    }
    activated(operator, graph, options.byte(5), (output) =>
      graph.add('GlobalAveragePool', [graph.value(operator.inputs[0])], output),
    );
  },

  MAX_POOL_2D: (operator, graph) => {
    const options = operator.options as Table;
    const [, height, width] = graph.tensor(operator.inputs[0]).shape;
    const strides = [options.int(2), options.int(1)];
    const kernel = [options.int(4), options.int(3)];
    const same = options.byte(0) === SAME;
    const [top, bottom] = same ? samePadding(height, kernel[0], strides[0]) : [0, 0];
    const [left, right] = same ? samePadding(width, kernel[1], strides[1]) : [0, 0];
    activated(operator, graph, options.byte(5), (output) =>
      graph.add('MaxPool', [graph.value(operator.inputs[0])], output, {
        kernel_shape: kernel,
        strides,
        pads: [top, left, bottom, right],
      }),
    );
  },

  PAD: (operator, graph) => {
    const [input, paddings] = operator.inputs;
    const { shape, data } = graph.constant(paddings);
    const output = graph.value(operator.outputs[0]);
    const axes = [...Array(shape[0]).keys()];
    const order = axes.length === 4 ? [0, 3, 1, 2] : axes;
    const pads = [0, 1].flatMap((side) => order.map((axis) => data[2 * axis + side]));
    graph.initializers.push(integers(`${output}:pads`, pads));
    graph.add('Pad', [graph.value(input), `${output}:pads`], output);
  },

  RESHAPE: (operator, graph) => {
    const [input] = operator.inputs;
    const output = graph.value(operator.outputs[0]);
    const { shape } = graph.tensor(operator.outputs[0]);
    if (shape.length === 4) throw new Error('RESHAPE to four dimensions is not exported: to fewer only.');
    let from = graph.value(input);
    if (graph.tensor(input).shape.length === 4) {
      graph.add('Transpose', [from], `${output}:channels-last`, { perm: [0, 2, 3, 1] });
      from = `${output}:channels-last`;
    }
    graph.initializers.push(integers(`${output}:shape`, shape));
    graph.add('Reshape', [from, `${output}:shape`], output);
  },

  CONCATENATION: (operator, graph) => {
    const options = operator.options as Table;
    const { length } = graph.tensor(operator.outputs[0]).shape;
    const axis = (options.int(0) + length) % length;
    activated(operator, graph, options.byte(1), (output) =>
      graph.add(
        'Concat',
        operator.inputs.map((input) => graph.value(input)),
        output,
        { axis: length === 4 ? [0, 2, 3, 1][axis] : axis },
      ),
    );
  },

  RESIZE_BILINEAR: (operator, graph) => {
    const output = graph.value(operator.outputs[0]);
    const [batch, height, width, channels] = graph.tensor(operator.outputs[0]).shape;
    const alignCorners = operator.options?.byte(2);
    const halfPixel = operator.options?.byte(3);
    graph.initializers.push(integers(`${output}:sizes`, [batch, channels, height, width]));
    graph.add('Resize', [graph.value(operator.inputs[0]), '', '', `${output}:sizes`], output, {
      mode: 'linear',
      coordinate_transformation_mode: alignCorners ? 'align_corners' : halfPixel ? 'half_pixel' : 'asymmetric',
    });
  },

  DEQUANTIZE: (operator, graph) => graph.define(operator.outputs[0], graph.constant(operator.inputs[0])),
};
