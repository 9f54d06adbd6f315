import { integers } from '../onnx/build.ts';
import type { GraphWriter } from './graph.ts';
import { padsOf } from './padding.ts';
import { activated, type Export } from './pointwise.ts';
import type { TfliteOperator } from './reader.ts';
import type { Table } from './table.ts';

function pool(opType: string, operator: TfliteOperator, graph: GraphWriter): void {
  const options = operator.options as Table;
  const [, height, width] = graph.sizes(operator.inputs[0]);
  const strides = [options.int(2), options.int(1)] as const;
  const kernel = [options.int(4), options.int(3)] as const;
  const pads = padsOf(options.byte(0), [height, width], kernel, strides);
  const input = graph.value(operator.inputs[0]);
  activated(operator, graph, options.byte(5), (output) =>
    graph.add(opType, [input], output, { kernel_shape: kernel, strides, pads }),
  );
}

/** Sums and means along axes. */
const reduce =
  (opType: 'ReduceMean' | 'ReduceSum'): Export =>
  ({ inputs: [input, along], outputs: [output], options }, graph) => {
    const rank = graph.tensor(input).shape.length;
    const axes = [...graph.constant(along).data].map((axis) => (axis + rank) % rank);
    const keep = options?.byte(0) ?? 0;
    const overPicture = axes.length === 2 && axes.includes(1) && axes.includes(2);
    const layout = keep || overPicture ? graph.layoutOf(input) : 'as in the file';
    const from = graph.value(input, layout);
    const name = graph.output(output, layout);
    const isFirst = layout === 'channels-first';
    const own = isFirst ? axes.map((axis) => [0, 2, 3, 1][axis]) : axes;
    if (opType === 'ReduceMean' && isFirst && keep && overPicture) graph.add('GlobalAveragePool', [from], name);
    else if (opType === 'ReduceMean') graph.add(opType, [from], name, { axes: own, keepdims: keep ? 1 : 0 });
    else {
      graph.initializers.push(integers(`${name}:axes`, own));
      graph.add(opType, [from, `${name}:axes`], name, { keepdims: keep ? 1 : 0 });
    }
  };

interface Sampling {
  readonly mode: string;
  readonly coordinate_transformation_mode: string;
  readonly nearest_mode?: string;
}

function resize({ inputs, outputs }: TfliteOperator, graph: GraphWriter, sampling: Sampling): void {
  const [batch, height, width, channels] = graph.sizes(outputs[0]);
  const from = graph.value(inputs[0]);
  const output = graph.output(outputs[0]);
  graph.initializers.push(integers(`${output}:sizes`, [batch, channels, height, width]));
  graph.add('Resize', [from, '', '', `${output}:sizes`], output, { ...sampling });
}

const coordinates = (alignCorners?: number, halfPixel?: number): string =>
  alignCorners ? 'align_corners' : halfPixel ? 'half_pixel' : 'asymmetric';

/** Operators that sum up, pick or spread the values of a window. */
export const WINDOWS: Readonly<Record<string, Export>> = {
  AVERAGE_POOL_2D: (operator, graph) => {
    const options = operator.options as Table;
    const [, height, width] = graph.sizes(operator.inputs[0]);
    if (height !== options.int(4) || width !== options.int(3)) return pool('AveragePool', operator, graph);
    const input = graph.value(operator.inputs[0]);
    activated(operator, graph, options.byte(5), (output) => graph.add('GlobalAveragePool', [input], output));
  },

  MAX_POOL_2D: (operator, graph) => pool('MaxPool', operator, graph),
  MEAN: reduce('ReduceMean'),
  SUM: reduce('ReduceSum'),

  RESIZE_BILINEAR: (operator, graph) =>
    resize(operator, graph, {
      mode: 'linear',
      coordinate_transformation_mode: coordinates(operator.options?.byte(2), operator.options?.byte(3)),
    }),

  RESIZE_NEAREST_NEIGHBOR: (operator, graph) => {
    const mode = coordinates(operator.options?.byte(0), operator.options?.byte(1));
    resize(operator, graph, {
      mode: 'nearest',
      coordinate_transformation_mode: mode,
      nearest_mode: mode === 'asymmetric' ? 'floor' : 'round_prefer_ceil',
    });
  },
};
