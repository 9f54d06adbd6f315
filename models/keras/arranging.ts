import { integers } from '../onnx/build.ts';
import { assertChannelsLast, type Call, countOf, inputOf, type Write, type Writer } from './writer.ts';

/** `[[top, bottom], [left, right]]`, in whichever of Keras' three ways it is written. */
function sidesOf(value: unknown, name: string): number[][] {
  const pairs = [value].flat(1).length === 1 ? [value, value].flat(1) : (value as unknown[]);
  const sides = pairs.map((one) => (Array.isArray(one) ? one : [one, one]));
  const right =
    sides.length === 2 && sides.flat().every((count) => Number.isInteger(count) && count >= 0 && count < 65536);
  if (right && sides.every(({ length }) => length === 2)) return sides;
  throw new Error(`its ${name} is ${JSON.stringify(value)}.`);
}

/** The same values in another shape; they are in the order of the file. */
function reshape(call: Call, writer: Writer, shape: readonly number[]): number {
  const input = inputOf(call);
  if (countOf(shape) !== countOf(writer.shape(input)))
    throw new Error(`it makes ${shape.join(' × ')} of ${writer.shape(input).join(' × ')}.`);
  const { graph } = writer;
  const from = graph.value(input, 'as in the file');
  const output = writer.tensor(call.name, shape);
  const name = graph.output(output, 'as in the file');
  graph.initializers.push(integers(`${name}:shape`, shape));
  graph.add('Reshape', [from, `${name}:shape`], name);
  return output;
}

/** Layers that move values and change none. */
export const ARRANGING: Readonly<Record<string, Write>> = {
  ZeroPadding2D: (call, writer) => {
    assertChannelsLast(call);
    const input = inputOf(call);
    const [batch, height, width, channels] = writer.sizes(input);
    const [[top, bottom], [left, right]] = sidesOf(call.config.padding ?? 1, 'padding');
    const output = writer.tensor(call.name, [batch, height + top + bottom, width + left + right, channels]);
    const { graph } = writer;
    const name = graph.output(output);
    graph.initializers.push(integers(`${name}:pads`, [0, 0, top, left, 0, 0, bottom, right]));
    graph.add('Pad', [graph.value(input), `${name}:pads`], name);
    return output;
  },

  Cropping2D: (call, writer) => {
    assertChannelsLast(call);
    const input = inputOf(call);
    const [batch, height, width, channels] = writer.sizes(input);
    const [[top, bottom], [left, right]] = sidesOf(call.config.cropping ?? 0, 'cropping');
    const output = writer.tensor(call.name, [batch, height - top - bottom, width - left - right, channels]);
    const { graph } = writer;
    const name = graph.output(output);
    const cut = { starts: [top, left], ends: [height - bottom, width - right], axes: [2, 3] };
    for (const [key, values] of Object.entries(cut)) graph.initializers.push(integers(`${name}:${key}`, values));
    graph.add('Slice', [graph.value(input), ...Object.keys(cut).map((key) => `${name}:${key}`)], name);
    return output;
  },

  Concatenate: ({ name, config, inputs }, writer) => {
    const shapes = inputs.map((input) => writer.shape(input));
    const { length } = shapes[0];
    const axis = (Number(config.axis ?? -1) + length) % length;
    if (shapes.some((shape) => shape.length !== length || shape.some((size, i) => i !== axis && size !== shapes[0][i])))
      throw new Error(`it joins ${shapes.map((shape) => shape.join(' × ')).join(' and ')}, which don’t fit.`);
    const { graph } = writer;
    const layout = graph.layoutOf(...inputs);
    const joined = shapes.reduce((sum, shape) => sum + shape[axis], 0);
    const output = writer.tensor(
      name,
      shapes[0].map((size, i) => (i === axis ? joined : size)),
    );
    const own = layout === 'channels-first' ? [0, 2, 3, 1][axis] : axis;
    graph.add(
      'Concat',
      inputs.map((input) => graph.value(input, layout)),
      graph.output(output, layout),
      { axis: own },
    );
    return output;
  },

  Reshape: (call, writer) => {
    const target = call.config.target_shape as number[];
    const known = countOf(target.filter((size) => size !== -1));
    const shape = writer.shape(inputOf(call));
    return reshape(call, writer, [
      shape[0],
      ...target.map((size) => (size === -1 ? countOf(shape.slice(1)) / known : size)),
    ]);
  },

  Flatten: (call, writer) => {
    const shape = writer.shape(inputOf(call));
    return reshape(call, writer, [shape[0], countOf(shape.slice(1))]);
  },

  Permute: (call, writer) => {
    const input = inputOf(call);
    const shape = writer.shape(input);
    const perm = [0, ...(call.config.dims as number[])];
    if (perm.length !== shape.length || [...perm].sort().some((axis, i) => axis !== i))
      throw new Error(`its dims are ${JSON.stringify(call.config.dims)}.`);
    const { graph } = writer;
    const output = writer.tensor(
      call.name,
      perm.map((axis) => shape[axis]),
    );
    const from = graph.value(input, 'as in the file');
    graph.add('Transpose', [from], graph.output(output, 'as in the file'), { perm });
    return output;
  },
};
