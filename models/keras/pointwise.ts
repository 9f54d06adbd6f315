import type { Layer } from './config.ts';
import type { Weights } from './hdf5.ts';
import { type Affine, type Call, inputOf, type Write, type Writer } from './writer.ts';

/** The factor and the term of each channel that a batch normalisation comes down to. */
export function affineOf(config: Layer['config'], weights: Call['weights'], channels: number): Affine {
  const has = (key: string) => (config[key] === false ? 0 : 1);
  const wanted = (name: string, place: number): Float32Array => {
    const found: Weights | undefined = weights([name], place);
    if (found?.data.length !== channels) throw new Error(`the file holds no ${name} of it for ${channels} channels.`);
    return found.data;
  };
  const [scaled, centred] = [has('scale'), has('center')];
  const gamma = scaled ? wanted('gamma', 0) : undefined;
  const beta = centred ? wanted('beta', scaled) : undefined;
  const mean = wanted('moving_mean', scaled + centred);
  const variance = wanted('moving_variance', scaled + centred + 1);
  const epsilon = Number(config.epsilon ?? 1e-3);
  const scale = variance.map((one, c) => (gamma?.[c] ?? 1) / Math.sqrt(one + epsilon));
  return { scale, shift: scale.map((factor, c) => (beta?.[c] ?? 0) - mean[c] * factor) };
}

/** Writes an operator over tensors that fit each other: sizes are equal, or one of them is 1. */
function combine(name: string, opType: string, inputs: readonly number[], writer: Writer): number {
  const [first, second] = inputs.map((input) => writer.shape(input));
  // A constant has an axis for the channels alone.
  if (first.length !== second.length && !writer.graph.isConstant(inputs[1]))
    throw new Error(`it combines ${first.join(' × ')} with ${second.join(' × ')}; reshape one of them.`);
  const shape = first.map((size, axis) => Math.max(size, second[axis - first.length + second.length] ?? 1));
  const { graph } = writer;
  const layout = graph.layoutOf(...inputs);
  const output = writer.tensor(name, shape);
  graph.add(
    opType,
    inputs.map((input) => graph.value(input, layout)),
    graph.output(output, layout),
  );
  return output;
}

const merge =
  (opType: string): Write =>
  ({ name, inputs }, writer) => {
    if (inputs.length < 2) throw new Error('it combines fewer than two inputs.');
    return inputs
      .slice(1)
      .reduce(
        (sum, input, i) => combine(i === inputs.length - 2 ? name : `${name}/${i}`, opType, [sum, input], writer),
        inputs[0],
      );
  };

function affine(name: string, input: number, { scale, shift }: Affine, writer: Writer): number {
  const shape = [scale.length];
  const scaled = combine(
    `${name}/scaled`,
    'Mul',
    [input, writer.constant(`${name}/scale`, { shape, data: scale })],
    writer,
  );
  return combine(name, 'Add', [scaled, writer.constant(`${name}/shift`, { shape, data: shift })], writer);
}

const unchanged: Write = (call) => inputOf(call);

/** Layers that compute each value from the values in its place. */
export const POINTWISE: Readonly<Record<string, Write>> = {
  Add: merge('Add'),
  Subtract: merge('Sub'),
  Multiply: merge('Mul'),
  Maximum: merge('Max'),
  Minimum: merge('Min'),
  Average: (call, writer) => {
    const sum = merge('Add')({ ...call, name: `${call.name}/sum` }, writer);
    const part = writer.constant(`${call.name}/part`, { shape: [1], data: Float32Array.of(1 / call.inputs.length) });
    return combine(call.name, 'Mul', [sum, part], writer);
  },

  BatchNormalization: (call, writer) => {
    const input = inputOf(call);
    const shape = writer.shape(input);
    const axis = [call.config.axis ?? -1].flat()[0] as number;
    if ((axis + shape.length) % shape.length !== shape.length - 1)
      throw new Error(`it normalises axis ${axis}; only the last one is exported.`);
    return affine(call.name, input, affineOf(call.config, call.weights, shape[shape.length - 1]), writer);
  },

  Rescaling: (call, writer) => {
    const [scale, shift] = [call.config.scale, call.config.offset ?? 0].map((value) => {
      const values = [value].flat();
      if (values.every((one) => typeof one === 'number')) return Float32Array.from(values as number[]);
      throw new Error(`it has ${JSON.stringify(value)} for a number.`);
    });
    const length = Math.max(scale.length, shift.length);
    const spread = (values: Float32Array) => Float32Array.from({ length }, (_, i) => values[i % values.length]);
    return affine(call.name, inputOf(call), { scale: spread(scale), shift: spread(shift) }, writer);
  },

  ActivityRegularization: unchanged,
  AlphaDropout: unchanged,
  Dropout: unchanged,
  GaussianDropout: unchanged,
  GaussianNoise: unchanged,
  Identity: unchanged,
  SpatialDropout2D: unchanged,
};
