/** One value between layers: which layer's, of which of its calls, and which of several results. */
export interface Reference {
  readonly layer: string;
  readonly call: number;
  readonly result: number;
}

/** A layer as Keras describes it, whatever its version. */
export interface Layer {
  readonly name: string;
  /** Keras' name of its class. */
  readonly kind: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** What it takes, a list for each of its calls. */
  readonly calls: readonly (readonly Reference[])[];
  /** The layers in it, of a model in a model. */
  readonly inside?: Network;
}

/** A model: its layers in the order in which their weights are kept. */
export interface Network {
  readonly layers: readonly Layer[];
  readonly inputs: readonly Reference[];
  readonly outputs: readonly Reference[];
}

const MODELS = new Set(['Sequential', 'Functional', 'Model']);

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `["conv", 0, 0]`, with or without arguments behind it. */
const asReference = (value: unknown): Reference | undefined =>
  Array.isArray(value) && typeof value[0] === 'string' && Number.isInteger(value[1]) && Number.isInteger(value[2])
    ? { layer: value[0], call: value[1], result: value[2] }
    : undefined;

/** All references in a value, in their order: Keras 2 lists them, Keras 3 puts them into the arguments of a call. */
function referencesIn(value: unknown): Reference[] {
  const own = asReference(value);
  if (own) return [own];
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isObject(value)) return [];
  if (value.class_name === '__keras_tensor__') return referencesIn((value.config as Json).keras_history);
  return Object.values(value).flatMap(referencesIn);
}

function layerOf(value: unknown): Layer {
  if (!isObject(value) || typeof value.class_name !== 'string' || !isObject(value.config))
    throw new Error('The Keras description is damaged: a layer has no class or no settings.');
  const { class_name: kind, config, inbound_nodes: nodes } = value;
  const name = String(value.name ?? config.name ?? kind);
  const calls = Array.isArray(nodes) ? nodes.map(referencesIn) : [];
  return { name, kind, config, calls, ...(MODELS.has(kind) && { inside: networkOf(kind, config) }) };
}

function sequence(listed: readonly Layer[]): Network {
  const [first] = listed;
  const starts = first?.kind === 'InputLayer';
  const shape = first?.config.batch_input_shape ?? first?.config.batch_shape;
  const before: Layer = { name: ' input', kind: 'InputLayer', config: shape ? { batch_shape: shape } : {}, calls: [] };
  const all = starts ? listed : [before, ...listed];
  const at = (layer: Layer): Reference => ({ layer: layer.name, call: 0, result: 0 });
  const layers = all.map((layer, i) => (i === 0 ? layer : { ...layer, calls: [[at(all[i - 1])]] }));
  return { layers, inputs: [at(all[0])], outputs: [at(all[all.length - 1])] };
}

function networkOf(kind: string, config: unknown): Network {
  const listed = Array.isArray(config) ? config : isObject(config) ? config.layers : undefined;
  if (!Array.isArray(listed) || listed.length === 0) throw new Error('The Keras description lists no layers.');
  const layers = listed.map(layerOf);
  if (kind === 'Sequential') return sequence(layers);
  const { input_layers: inputs, output_layers: outputs } = config as Json;
  return { layers, inputs: referencesIn(inputs), outputs: referencesIn(outputs) };
}

/**
 * Reads the description of a model, sequential or functional, of Keras 2 or 3.
 *
 * @throws Error in words when it is none.
 */
export function readConfig(json: string): Network {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new Error('The Keras description is not JSON.');
  }
  if (!isObject(value) || typeof value.class_name !== 'string') throw new Error('This JSON describes no Keras model.');
  if (MODELS.has(value.class_name)) return networkOf(value.class_name, value.config);
  throw new Error(
    `The model is a ${value.class_name}, a class of its own code; save it as a Functional or a Sequential model: Model(inputs, outputs).`,
  );
}
