import { floats } from '../onnx/build.ts';
import type { GraphWriter, Layout } from './graph.ts';
import type { TfliteOperator } from './reader.ts';

/** Writes one TFLite operator into the ONNX graph. */
export type Export = (operator: TfliteOperator, graph: GraphWriter) => void;

type Activate = (graph: GraphWriter, input: string, output: string) => void;

const clip =
  (low: number, high: number): Activate =>
  (graph, input, output) => {
    graph.initializers.push(floats(`${output}:low`, [], [low]), floats(`${output}:high`, [], [high]));
    graph.add('Clip', [input, `${output}:low`, `${output}:high`], output);
  };

const node =
  (opType: string): Activate =>
  (graph, input, output) =>
    graph.add(opType, [input], output);

const RELU = node('Relu');
const RELU_N1_TO_1 = clip(-1, 1);
const RELU6 = clip(0, 6);
const TANH = node('Tanh');

/** The activations that TFLite fuses into operators, by their number in the schema (0 is none). */
const ACTIVATIONS: Readonly<Record<number, Activate>> = { 1: RELU, 2: RELU_N1_TO_1, 3: RELU6, 4: TANH };

/** Writes an operator and the activation fused into it. */
export function activated(
  operator: TfliteOperator,
  graph: GraphWriter,
  activation: number,
  write: (output: string) => void,
  layout?: Layout,
): void {
  const output = graph.output(operator.outputs[0], layout);
  if (activation === 0) {
    write(output);
    return;
  }
  const activate = ACTIVATIONS[activation];
  if (!activate) throw new Error(`it has the fused activation ${activation}, which is not exported.`);
  write(`${output}:linear`);
  activate(graph, `${output}:linear`, output);
}

const unary =
  (activate: Activate): Export =>
  ({ inputs: [input], outputs: [output] }, graph) => {
    const layout = graph.layoutOf(input);
    activate(graph, graph.value(input, layout), graph.output(output, layout));
  };

const binary =
  (opType: string): Export =>
  (operator, graph) => {
    const layout = graph.layoutOf(...operator.inputs);
    const inputs = operator.inputs.map((input) => graph.value(input, layout));
    activated(operator, graph, operator.options?.byte(0) ?? 0, (output) => graph.add(opType, inputs, output), layout);
  };

/** Operators that compute each value from the values in its place. */
export const POINTWISE: Readonly<Record<string, Export>> = {
  ADD: binary('Add'),
  SUB: binary('Sub'),
  MUL: binary('Mul'),
  DIV: binary('Div'),
  MAXIMUM: binary('Max'),
  MINIMUM: binary('Min'),
  RELU: unary(RELU),
  RELU_N1_TO_1: unary(RELU_N1_TO_1),
  RELU6: unary(RELU6),
  TANH: unary(TANH),
  HARD_SWISH: unary(node('HardSwish')),
  LOGISTIC: unary(node('Sigmoid')),

  LEAKY_RELU: (operator, graph) =>
    unary((_, input, output) =>
      graph.add('LeakyRelu', [input], output, { alpha: { float: operator.options?.float(0) ?? 0 } }),
    )(operator, graph),

  PRELU: ({ inputs: [input, slope], outputs: [output] }, graph) => {
    const layout = graph.layoutOf(input);
    graph.add('PRelu', [graph.value(input, layout), graph.value(slope, layout)], graph.output(output, layout));
  },

  SOFTMAX: ({ inputs: [input], outputs: [output], options }, graph) => {
    const layout = graph.layoutOf(input);
    const beta = options?.float(0) ?? 1;
    if (beta !== 1) throw new Error(`its beta is ${beta}; only 1 is exported.`);
    const axis = layout === 'channels-first' ? 1 : graph.tensor(input).shape.length - 1;
    graph.add('Softmax', [graph.value(input, layout)], graph.output(output, layout), { axis });
  },
};
