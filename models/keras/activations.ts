import { type AttributeValue, floats } from '../onnx/build.ts';
import { type Call, inputOf, type Write, type Writer } from './writer.ts';

type Config = Readonly<Record<string, unknown>>;
type Activate = (writer: Writer, input: string, output: string, config: Config) => void;

const numberOf = (value: unknown, otherwise: number): number => {
  const found = value ?? otherwise;
  if (typeof found === 'number' && Number.isFinite(found)) return found;
  throw new Error(`it has ${JSON.stringify(value)} for a number.`);
};

const node =
  (opType: string, attributes: Record<string, AttributeValue> = {}): Activate =>
  ({ graph }, input, output) =>
    graph.add(opType, [input], output, attributes);

function clip({ graph }: Writer, input: string, output: string, [low, high]: readonly [number, number]): void {
  graph.initializers.push(floats(`${output}:low`, [], [low]), floats(`${output}:high`, [], [high]));
  graph.add('Clip', [input, `${output}:low`, `${output}:high`], output);
}

/** ReLU with all that Keras lets one set. */
const relu: Activate = (writer, input, output, config) => {
  const slope = numberOf(config.negative_slope, 0);
  if (numberOf(config.threshold, 0) !== 0) throw new Error('its threshold is not 0; only 0 is exported.');
  const most = config.max_value;
  if (slope === 0 && typeof most === 'number') return clip(writer, input, output, [0, most]);
  const raw = typeof most === 'number' ? `${output}:sloped` : output;
  if (slope === 0) writer.graph.add('Relu', [input], raw);
  else writer.graph.add('LeakyRelu', [input], raw, { alpha: { float: slope } });
  if (raw !== output) clip(writer, raw, output, [Number.NEGATIVE_INFINITY, most as number]);
};

const leaky =
  (otherwise: number): Activate =>
  ({ graph }, input, output, config) => {
    const alpha = numberOf(config.alpha ?? config.negative_slope, otherwise);
    graph.add('LeakyRelu', [input], output, { alpha: { float: alpha } });
  };

const swish: Activate = ({ graph }, input, output) => {
  graph.add('Sigmoid', [input], `${output}:gate`);
  graph.add('Mul', [input, `${output}:gate`], output);
};

/** Keras 2 has another slope than Keras 3. */
const hardSigmoid: Activate = ({ graph, version }, input, output) =>
  graph.add('HardSigmoid', [input], output, { alpha: { float: version >= 3 ? 1 / 6 : 0.2 }, beta: { float: 0.5 } });

/** Activations by the names that Keras has for them. */
const ACTIVATIONS: Readonly<Record<string, Activate>> = {
  relu,
  relu6: (writer, input, output) => clip(writer, input, output, [0, 6]),
  leaky_relu: leaky(0.2),
  sigmoid: node('Sigmoid'),
  hard_sigmoid: hardSigmoid,
  tanh: node('Tanh'),
  swish,
  silu: swish,
  hard_swish: node('HardSwish'),
  hard_silu: node('HardSwish'),
  elu: node('Elu'),
  selu: node('Selu'),
  softplus: node('Softplus'),
  softsign: node('Softsign'),
  exponential: node('Exp'),
};

/** The name of an activation, however Keras writes it, with its settings. */
function named(activation: unknown): { name: string; config: Config } {
  if (activation === undefined || activation === null) return { name: 'linear', config: {} };
  if (typeof activation === 'string') return { name: activation, config: {} };
  const { class_name: kind, config } = activation as { class_name?: unknown; config?: unknown };
  if (kind === 'function' && typeof config === 'string') return { name: config, config: {} };
  const name = String(kind)
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
  return { name: name.replace('re_lu', 'relu'), config: (config ?? {}) as Config };
}

export const isLinear = (activation: unknown): boolean => named(activation).name === 'linear';

/** Writes an activation over a tensor; a linear one is the tensor itself. */
export function activate(call: Call, writer: Writer, input: number, activation: unknown): number {
  const { name, config } = named(activation);
  if (name === 'linear') return input;
  const { graph } = writer;
  const layout = graph.layoutOf(input);
  const shape = writer.shape(input);
  const output = writer.tensor(`${call.name}/${name}`, shape);
  if (name === 'softmax') {
    const axis = numberOf(config.axis, -1);
    if ((axis + shape.length) % shape.length !== shape.length - 1)
      throw new Error(`its softmax is over axis ${axis}; only the last one is exported.`);
    const own = layout === 'channels-first' ? 1 : shape.length - 1;
    graph.add('Softmax', [graph.value(input, layout)], graph.output(output, layout), { axis: own });
    return output;
  }
  const known = Object.hasOwn(ACTIVATIONS, name) ? ACTIVATIONS[name] : undefined;
  if (!known)
    throw new Error(
      `its activation “${name}” is not exported; replace it by one of ${Object.keys(ACTIVATIONS).join(', ')}.`,
    );
  known(writer, graph.value(input, layout), graph.output(output, layout), config);
  return output;
}

const layer =
  (name: string): Write =>
  (call, writer) =>
    activate(call, writer, inputOf(call), { class_name: name, config: call.config });

/** Layers that are an activation. */
export const ACTIVATION_LAYERS: Readonly<Record<string, Write>> = {
  Activation: (call, writer) => activate(call, writer, inputOf(call), call.config.activation),
  ReLU: layer('relu'),
  // The layer's default is not the function's.
  LeakyReLU: (call, writer) =>
    activate(call, writer, inputOf(call), {
      class_name: 'leaky_relu',
      config: { negative_slope: 0.3, ...call.config },
    }),
  Softmax: layer('softmax'),
  ELU: (call, writer) => {
    if (numberOf(call.config.alpha, 1) !== 1) throw new Error('its alpha is not 1; only 1 is exported.');
    return activate(call, writer, inputOf(call), 'elu');
  },
  PReLU: (call, writer) => {
    const input = inputOf(call);
    const shape = writer.shape(input);
    const slopes = call.weights(['alpha'], 0);
    if (slopes?.shape.length !== shape.length - 1) throw new Error('the file holds no slopes that fit its input.');
    if (slopes.shape.some((size, i) => size !== 1 && size !== shape[i + 1]))
      throw new Error(`its slopes are ${slopes.shape.join(' × ')}.`);
    const layout = writer.graph.layoutOf(input);
    const constant = writer.constant(`${call.name}/alpha`, slopes);
    const output = writer.tensor(call.name, shape);
    const { graph } = writer;
    graph.add('PRelu', [graph.value(input, layout), graph.value(constant, layout)], graph.output(output, layout));
    return output;
  },
};
