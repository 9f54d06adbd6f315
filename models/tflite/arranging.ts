import { integers } from '../onnx/build.ts';
import type { GraphWriter, Layout } from './graph.ts';
import { activated, type Export } from './pointwise.ts';
import type { Table } from './table.ts';

/** Where the file's axes are in NCHW. */
const PLACE = [0, 2, 3, 1];

const placesOf = (layout: Layout, axes: readonly number[]): readonly number[] =>
  layout === 'channels-first' ? axes.map((axis) => PLACE[axis]) : axes;

/** Cuts from `starts` to `ends` by `steps`, one for each of the file's axes. */
function slice(
  graph: GraphWriter,
  [input, output]: readonly [number, number],
  cut: { starts: number[]; ends: number[]; steps: number[] },
): void {
  const layout = graph.layoutOf(input);
  const from = graph.value(input, layout);
  const name = graph.output(output, layout);
  const parameters = { ...cut, axes: placesOf(layout, [...cut.starts.keys()]) };
  for (const [key, values] of Object.entries(parameters)) graph.initializers.push(integers(`${name}:${key}`, values));
  const names = ['starts', 'ends', 'axes', 'steps'].map((key) => `${name}:${key}`);
  graph.add('Slice', [from, ...names], name);
}

/** Values along an axis, more than any picture has. */
const LONGEST = 2 ** 16;

/** Which values stand along an axis that is padded by its mirror image; the edge is repeated where it is symmetric. */
function mirrored(size: number, before: number, after: number, isSymmetric: boolean): number[] {
  const most = isSymmetric ? size : size - 1;
  if (before > most || after > most || before < 0 || after < 0) throw new Error('it pads by more than there is.');
  if (size > LONGEST) throw new Error(`its axis of ${size} is longer than any picture's.`);
  const edge = isSymmetric ? 1 : 0;
  return Array.from({ length: before + size + after }, (_, i) => {
    const at = i - before;
    return at < 0 ? -at - edge : at < size ? at : 2 * (size - 1) - at + edge;
  });
}

const bit = (mask: number, axis: number): boolean => ((mask >> axis) & 1) === 1;

/** Operators that move values and change none. */
export const ARRANGING: Readonly<Record<string, Export>> = {
  PAD: ({ inputs: [input, paddings], outputs }, graph) => {
    const { shape, data } = graph.constant(paddings);
    const layout = graph.layoutOf(input);
    const from = graph.value(input, layout);
    const output = graph.output(outputs[0], layout);
    const axes = [...graph.tensor(input).shape.keys()];
    if (shape[0] !== axes.length) throw new Error(`it pads ${shape[0]} of ${axes.length} axes.`);
    const order = layout === 'channels-first' ? [0, 3, 1, 2] : axes;
    const pads = [0, 1].flatMap((side) => order.map((axis) => data[2 * axis + side]));
    graph.initializers.push(integers(`${output}:pads`, pads));
    graph.add('Pad', [from, `${output}:pads`], output);
  },

  MIRROR_PAD: ({ inputs: [input, paddings], outputs, options }, graph) => {
    const { data } = graph.constant(paddings);
    const { shape } = graph.tensor(input);
    if (data.length !== 2 * shape.length) throw new Error(`it pads ${data.length / 2} of ${shape.length} axes.`);
    const isSymmetric = options?.byte(0) === 1;
    const layout = graph.layoutOf(input);
    const output = graph.output(outputs[0], layout);
    const padded = [...shape.keys()].filter((axis) => data[2 * axis] > 0 || data[2 * axis + 1] > 0);
    let from = graph.value(input, layout);
    for (const [i, axis] of padded.entries()) {
      const to = i === padded.length - 1 ? output : `${output}:${axis}`;
      const sources = mirrored(shape[axis], data[2 * axis], data[2 * axis + 1], isSymmetric);
      graph.initializers.push(integers(`${to}:sources`, sources));
      const [place] = placesOf(layout, [axis]);
      graph.add('Gather', [from, `${to}:sources`], to, { axis: place });
      from = to;
    }
    if (padded.length === 0) graph.add('Identity', [from], output);
  },

  RESHAPE: ({ inputs: [input], outputs }, graph) => {
    const from = graph.value(input, 'as in the file');
    const output = graph.output(outputs[0], 'as in the file');
    graph.initializers.push(integers(`${output}:shape`, graph.tensor(outputs[0]).shape));
    graph.add('Reshape', [from, `${output}:shape`], output);
  },

  TRANSPOSE: ({ inputs: [input, order], outputs }, graph) => {
    const layout = graph.layoutOf(input);
    const from = graph.value(input, layout);
    const perm = placesOf(layout, [...graph.constant(order).data]);
    graph.add('Transpose', [from], graph.output(outputs[0], 'as in the file'), { perm });
  },

  CONCATENATION: (operator, graph) => {
    const options = operator.options as Table;
    const { length } = graph.tensor(operator.outputs[0]).shape;
    const layout = graph.layoutOf(...operator.inputs);
    const [axis] = placesOf(layout, [(options.int(0) + length) % length]);
    const inputs = operator.inputs.map((input) => graph.value(input, layout));
    activated(operator, graph, options.byte(1), (output) => graph.add('Concat', inputs, output, { axis }), layout);
  },

  SLICE: ({ inputs: [input, begin, size], outputs: [output] }, graph) => {
    const { shape } = graph.tensor(input);
    const starts = [...graph.constant(begin).data];
    const sizes = [...graph.constant(size).data];
    const ends = starts.map((start, axis) => (sizes[axis] < 0 ? shape[axis] : start + sizes[axis]));
    slice(graph, [input, output], { starts, ends, steps: starts.map(() => 1) });
  },

  STRIDED_SLICE: ({ inputs: [input, begin, end, strides], outputs: [output], options }, graph) => {
    const [beginMask, endMask, ...others] = [0, 1, 2, 3, 4].map((field) => options?.int(field) ?? 0);
    if (others.some((mask) => mask !== 0)) throw new Error('it adds or drops axes, which is not exported.');
    const { shape } = graph.tensor(input);
    const steps = [...graph.constant(strides).data];
    if (steps.some((step) => step < 1)) throw new Error('it steps backwards, which is not exported.');
    const starts = [...graph.constant(begin).data].map((start, axis) => (bit(beginMask, axis) ? 0 : start));
    const ends = [...graph.constant(end).data].map((stop, axis) => (bit(endMask, axis) ? shape[axis] : stop));
    slice(graph, [input, output], { starts, ends, steps });
  },

  DEQUANTIZE: (operator, graph) => graph.define(operator.outputs[0], graph.constant(operator.inputs[0])),
};
