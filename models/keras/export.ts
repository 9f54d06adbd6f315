import { floatValue, makeModel } from '../onnx/build.ts';
import type { Model } from '../onnx/model.ts';
import { isLinear } from './activations.ts';
import type { Layer, Network, Reference } from './config.ts';
import { adviceFor, LAYERS } from './layers.ts';
import { openKeras } from './open.ts';
import { affineOf } from './pointwise.ts';
import type { Kept } from './weights.ts';
import { type Affine, type Call, Writer } from './writer.ts';

const FOLDING = new Set(['Conv2D', 'DepthwiseConv2D', 'SeparableConv2D', 'Conv2DTranspose', 'Dense']);
/** The side of a picture that a network leaves open. */
const OPEN_SIDE = 256;
const DEEPEST = 16;

const keyOf = ({ layer, call, result }: Reference) => `${layer} ${call} ${result}`;

/** The normalisations that can be folded into the layer before them, by that layer's name. */
function foldings({ layers, outputs }: Network): ReadonlyMap<string, Layer> {
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const readers = new Map<string, number>();
  for (const { layer } of [...outputs, ...layers.flatMap(({ calls }) => calls.flat())])
    readers.set(layer, (readers.get(layer) ?? 0) + 1);
  const found = new Map<string, Layer>();
  for (const layer of layers) {
    if (layer.kind !== 'BatchNormalization' || layer.calls.length !== 1 || layer.calls[0].length !== 1) continue;
    const before = byName.get(layer.calls[0][0].layer);
    const isFree = before && before.calls.length === 1 && readers.get(before.name) === 1;
    if (isFree && FOLDING.has(before.kind) && isLinear(before.config.activation)) found.set(before.name, layer);
  }
  return found;
}

function channelsOf({ kind, config }: Layer, kept: Call['weights']): number {
  if (kind === 'DepthwiseConv2D') {
    const [, , channels, multiplier] = kept(['depthwise_kernel', 'kernel'], 0)?.shape ?? [];
    return channels * multiplier;
  }
  return Number(config.filters ?? config.units);
}

/** The error of a layer, which names it, its place and the reason. */
function inWords({ kind }: Layer, place: string, thrown: unknown): Error {
  if (thrown instanceof Explained) return thrown;
  const isOurs = thrown instanceof Error && thrown.constructor === Error;
  const reason = isOurs ? thrown.message : 'the file is damaged there.';
  return new Explained(`The Keras layer ${kind} (“${place}”) cannot be exported: ${reason}`);
}
class Explained extends Error {}

/** Writes the layers that a model's outputs come from. */
function writeNetwork(
  network: Network,
  given: readonly number[],
  { kept, writer, path }: { kept: Kept; writer: Writer; path: string },
): number[] {
  if (path.split('/').length > DEEPEST) throw new Error('its models lie too deep in one another.');
  const byName = new Map(network.layers.map((layer) => [layer.name, layer]));
  const folded = foldings(network);
  const foldedIn = new Set([...folded.values()].map(({ name }) => name));
  const made = new Map<string, number>();
  network.inputs.forEach((reference, i) => {
    if (given[i] !== undefined) made.set(keyOf(reference), given[i]);
  });

  const affineFor = (layer: Layer): Affine | undefined => {
    const norm = folded.get(layer.name);
    return norm && affineOf(norm.config, kept.of(norm), channelsOf(layer, kept.of(layer)));
  };
  const writeCall = (layer: Layer, call: number): void => {
    const place = path + layer.name;
    const inputs = (layer.calls[call] ?? []).map((reference) => made.get(keyOf(reference)) as number);
    const keep = (index: number, result = 0) => made.set(keyOf({ layer: layer.name, call, result }), index);
    if (layer.inside) {
      const scope = { kept: kept.inside(layer), writer, path: `${place}/` };
      writeNetwork(layer.inside, inputs, scope).forEach(keep);
      return;
    }
    if (foldedIn.has(layer.name)) {
      keep(inputs[0]);
      return;
    }
    const write = LAYERS.get(layer.kind);
    if (!write) throw new Error(adviceFor(layer.kind));
    keep(
      write(
        {
          name: place,
          kind: layer.kind,
          config: layer.config,
          inputs,
          weights: kept.of(layer),
          folded: affineFor(layer),
        },
        writer,
      ),
    );
  };

  /** Layers before it come first; a list in place of recursion, because networks are deep. */
  const bring = (wanted: Reference): number => {
    const open = [wanted];
    const entered = new Set<string>();
    while (open.length > 0) {
      const reference = open[open.length - 1];
      const key = keyOf(reference);
      if (made.has(key)) {
        open.pop();
        continue;
      }
      const layer = byName.get(reference.layer);
      const inputs = layer?.calls[reference.call];
      if (!layer || !inputs || inputs.length === 0)
        throw new Error(`The Keras description refers to “${reference.layer}”, which is not there.`);
      const missing = inputs.filter((input) => !made.has(keyOf(input)));
      if (missing.length > 0) {
        if (entered.has(key)) throw new Error(`The Keras layers run in a circle at “${reference.layer}”.`);
        entered.add(key);
        open.push(...missing);
        continue;
      }
      try {
        writeCall(layer, reference.call);
      } catch (thrown) {
        throw inWords(layer, path + layer.name, thrown);
      }
      if (!made.has(key)) throw new Error(`The Keras layer “${reference.layer}” gives no result ${reference.result}.`);
    }
    return made.get(keyOf(wanted)) as number;
  };
  return network.outputs.map(bring);
}

/** What goes into a network: `[1, height, width, channels]`. @throws Error in words when that is no single picture. */
function inputShape({ layers, inputs }: Network): number[] {
  if (inputs.length !== 1) throw new Error(`The Keras model takes ${inputs.length} inputs; one picture is wanted.`);
  const layer = layers.find(({ name }) => name === inputs[0].layer);
  const shape = layer?.config.batch_shape ?? layer?.config.batch_input_shape;
  if (!Array.isArray(shape))
    throw new Error('The Keras model does not say what it takes; build it with an Input layer.');
  const [, ...sizes] = shape.map((size) => (size === null ? OPEN_SIDE : Number(size)));
  if (sizes.length === 3 && sizes.every((size) => Number.isInteger(size) && size >= 1 && size <= 4096))
    return [1, ...sizes];
  throw new Error(`The Keras model takes ${sizes.join(' × ')}; a picture, height × width × channels, is wanted.`);
}

const channelsFirst = (shape: readonly number[]) =>
  shape.length === 4 ? [shape[0], shape[3], shape[1], shape[2]] : shape;

/**
 * Turns a Keras model with one picture in into ONNX; its first output is kept. NHWC becomes NCHW, and batch normalisation is
 * folded into the layer before it.
 *
 * @param bytes of a full `.h5`, a `.keras`, or a `model.json` that `weights` (`.h5`) belong to.
 * @throws an error that names the layer, its place, the reason and what could be done when one cannot be exported, and one in
 *   words when the file is damaged.
 */
export async function exportKeras(
  bytes: Uint8Array,
  names: { graph: string; input: string; output: string },
  weights?: Uint8Array,
): Promise<Model> {
  const { network, kept, version } = await openKeras(bytes, weights);
  const shape = inputShape(network);
  const writer = new Writer(version);
  const { graph } = writer;
  const input = writer.tensor(names.input, shape);
  const first = { ...network, outputs: network.outputs.slice(0, 1) };
  const [output] = writeNetwork(first, [input], { kept, writer, path: '' });
  if (output === undefined) throw new Error('The Keras model has no output.');
  const made = writer.shape(output);
  graph.add('Identity', [graph.value(output, made.length === 4 ? 'channels-first' : 'as in the file')], names.output);
  return makeModel(names.graph, {
    node: graph.nodes,
    initializer: graph.initializers,
    input: [floatValue(names.input, channelsFirst(shape))],
    output: [floatValue(names.output, channelsFirst(made))],
  });
}
