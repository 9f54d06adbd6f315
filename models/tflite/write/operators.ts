import type { Node } from '../../onnx/model.ts';
import { attributesOf } from './attributes.ts';
import { CONVOLUTIONS, pad, paddingOf, type Window, type Write, windowOf } from './convolutions.ts';
import type { Parts, TfliteWriter } from './graph.ts';

const RELU = 1;
const RELU6 = 3;

const unary =
  (parts: Parts): Write =>
  ({ input: [input], output: [output] }, graph) =>
    graph.add(parts, [graph.picture(input)], graph.picture(output));

/** What is fused where it can be, else an operator of its own. */
const activation =
  (fused: number, code: number): Write =>
  (node, graph) => {
    if (!graph.fuse(node, fused)) unary({ code })(node, graph);
  };

/** A constant beside a picture: one value, or one for each channel or place. */
function beside(graph: TfliteWriter, name: string): number {
  const { shape } = graph.constant(name);
  if (shape.length === 4) return graph.store(name, [0, 2, 3, 1]);
  if (shape.length === 3) return graph.store(name, [1, 2, 0]);
  if (shape.length === 0 || (shape.length === 1 && shape[0] === 1)) return graph.store(name);
  throw new Error(`the constant “${name}” has the shape ${shape.join(' × ')}, which is not exported beside a picture.`);
}

const binary =
  (code: number, options: number): Write =>
  ({ input, output: [output] }, graph) => {
    const inputs = input.map((name) => (graph.isConstant(name) ? beside(graph, name) : graph.picture(name)));
    graph.add({ code, options, fields: [['byte', 0]], activation: 0 }, inputs, graph.picture(output));
  };

const pooling =
  (code: number): Write =>
  (node, graph) => {
    const [input] = node.input;
    const [, , height, width] = graph.shapeOf(input);
    const window: Window = windowOf(node);
    const padding = paddingOf(window, [height, width]);
    const attributes = attributesOf(node);
    if (padding === undefined || attributes.int('ceil_mode') || window.dilations.some((dilation) => dilation !== 1))
      throw new Error('its window is padded or spread in a way that is not exported.');
    if (padding === 0 && attributes.int('count_include_pad'))
      throw new Error('its padding counts, which is not exported.');
    const sizes = [window.strides, window.kernel].flatMap(([down, right]) => [right, down]);
    const fields = [['byte', padding] as const, ...sizes.map((size) => ['int', size] as const), ['byte', 0] as const];
    graph.add({ code, options: 5, fields, activation: 5 }, [graph.picture(input)], graph.picture(node.output[0]));
  };

/** What a Clip keeps within; infinite where a bound is left out. They are inputs, or before opset 11 attributes. */
function boundsOf(node: Node, graph: TfliteWriter): readonly [low: number, high: number] {
  const attributes = attributesOf(node);
  const [low, high] = [
    attributes.float('min', Number.NEGATIVE_INFINITY),
    attributes.float('max', Number.POSITIVE_INFINITY),
  ];
  const [, min, max] = node.input;
  const bounds = [min ? graph.constant(min).data[0] : low, max ? graph.constant(max).data[0] : high] as const;
  if (bounds.some(Number.isNaN)) throw new Error('one of its bounds is no number.');
  return bounds;
}

/** Every ONNX operator that can be written, by its name. */
export const WRITTEN: Readonly<Record<string, Write>> = {
  ...CONVOLUTIONS,
  Add: binary(0, 11),
  Sub: binary(41, 28),
  Mul: binary(18, 21),
  Div: binary(42, 29),
  Relu: activation(RELU, 19),
  HardSwish: unary({ code: 117 }),
  Sigmoid: unary({ code: 14 }),
  Tanh: unary({ code: 28 }),
  MaxPool: pooling(17),
  AveragePool: pooling(1),
  Identity: ({ input: [input], output: [output] }, graph) => graph.alias(output, input),

  Clip: (node, graph) => {
    const [low, high] = boundsOf(node, graph);
    if (low === 0 && high === 6) return activation(RELU6, 21)(node, graph);
    if (low === 0 && high === Number.POSITIVE_INFINITY) return activation(RELU, 19)(node, graph);
    const [output] = node.output;
    const steps = [
      { code: 55, value: low },
      { code: 57, value: high },
    ].filter(({ value }) => Number.isFinite(value));
    if (steps.length === 0) throw new Error('it has no bounds.');
    let from = graph.picture(node.input[0]);
    for (const { code, value } of steps) {
      const bound = graph.tensor(`${output}:bound ${code}`, [1], Float32Array.of(value));
      const to = code === steps.at(-1)?.code ? graph.picture(output) : graph.like(`${output}:raised`, output);
      graph.add({ code, options: 39 }, [from, bound], to);
      from = to;
    }
  },

  PRelu: ({ input: [input, slope], output: [output] }, graph) => {
    const own = graph.constant(slope).shape;
    const order = own.length === 4 ? [0, 2, 3, 1] : [1, 2, 0];
    if (own.length < 3) throw new Error('its slopes are not one for each channel.');
    graph.add({ code: 54 }, [graph.picture(input), graph.store(slope, order)], graph.picture(output));
  },

  LeakyRelu: (node, graph) =>
    unary({ code: 98, options: 75, fields: [['float', attributesOf(node).float('alpha', 0.01)]] })(node, graph),

  Softmax: (node, graph) => {
    const axis = attributesOf(node).int('axis', -1);
    if (axis !== 1 && axis !== -3) throw new Error('it is not over the channels.');
    unary({ code: 25, options: 9, fields: [['float', 1]] })(node, graph);
  },

  Concat: (node, graph) => {
    const axis = [0, 3, 1, 2][(attributesOf(node).int('axis') + 4) % 4];
    const inputs = node.input.map((name) => graph.picture(name));
    const fields = [['int', axis] as const, ['byte', 0] as const];
    graph.add({ code: 2, options: 10, fields, activation: 1 }, inputs, graph.picture(node.output[0]));
  },

  GlobalAveragePool: ({ input: [input], output: [output] }, graph) => {
    const axes = graph.whole(`${output}:axes`, [1, 2]);
    graph.add({ code: 40, options: 27, fields: [['byte', 1]] }, [graph.picture(input), axes], graph.picture(output));
  },

  Pad: (node, graph) => {
    const [input, pads, value] = node.input;
    const mode = attributesOf(node).string('mode', 'constant');
    if (mode !== 'constant' || (value && graph.constant(value).data[0] !== 0))
      throw new Error('only padding by zeros is exported.');
    const [n, c, top, left, n2, c2, bottom, right] = graph.integers(pads);
    if (n || c || n2 || c2) throw new Error('it pads more than rows and columns.');
    graph.adopt(node.output[0], pad(graph, input, [top, left, bottom, right]));
  },

  Resize: (node, graph) => {
    const attributes = attributesOf(node);
    const mode = attributes.string('mode', 'nearest');
    const coordinates = attributes.string('coordinate_transformation_mode', 'half_pixel');
    const [isAligned, isHalf] = [coordinates === 'align_corners', coordinates.endsWith('half_pixel')];
    if (mode === 'cubic' || (!isAligned && !isHalf && coordinates !== 'asymmetric'))
      throw new Error(`its mode ${mode}, ${coordinates}, is not exported.`);
    if (
      mode === 'nearest' &&
      (isAligned || isHalf || attributes.string('nearest_mode', 'round_prefer_floor') !== 'floor')
    )
      throw new Error('of nearest neighbours only “asymmetric”, “floor” is exported.');
    const [input] = node.input;
    const [output] = node.output;
    const [, , height, width] = graph.shapeOf(output);
    const size = graph.whole(`${output}:size`, [height, width]);
    const flags = [isAligned, isHalf].map((flag) => ['byte', flag ? 1 : 0] as const);
    // The first two fields of bilinear options are not used any more.
    const parts =
      mode === 'linear'
        ? { code: 23, version: 3, options: 15, fields: [['int', 0] as const, ['int', 0] as const, ...flags] }
        : { code: 97, options: 74, fields: flags };
    graph.add(parts, [graph.picture(input), size], graph.picture(output));
  },
};
