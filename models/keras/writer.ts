import { GraphWriter } from '../tflite/graph.ts';
import type { TfliteTensor } from '../tflite/reader.ts';
import type { Weights } from './hdf5.ts';

/** One call of a layer that is to be written. */
export interface Call {
  readonly name: string;
  readonly kind: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Tensors of the writer. */
  readonly inputs: readonly number[];
  /** Weights by the names that Keras has for them, or by their place in the layer's list. */
  weights(names: readonly string[], place: number): Weights | undefined;
  /** The batch normalisation that alone reads this layer, and is to be folded into its weights. */
  readonly folded?: Affine | undefined;
}

/** A factor and a term for each channel. */
export interface Affine {
  readonly scale: Float32Array;
  readonly shift: Float32Array;
}

/** Writes one call of a layer and says which tensor it makes. */
export type Write = (call: Call, writer: Writer) => number;

/** Values of one tensor, more than any picture network has. */
const MOST_VALUES = 2 ** 28;
/** Tensors of one network. */
const MOST_TENSORS = 50_000;

export const countOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** An ONNX graph being written from Keras layers, by the means that TFLite's operators are: shapes are NHWC. */
export class Writer {
  private readonly tensors: TfliteTensor[] = [];
  private readonly names = new Set<string>();
  private readonly constants = new Map<unknown, number>();
  readonly graph = new GraphWriter({ tensors: this.tensors, operators: [], inputs: [], outputs: [] });

  /** @param version Keras' own, of which some layers' meaning depends. */
  constructor(readonly version: number) {}

  /** A new tensor. @throws when its shape cannot be. */
  tensor(name: string, shape: readonly number[], data?: Float32Array): number {
    const isShape = shape.length <= 6 && shape.every((size) => Number.isInteger(size) && size >= 1);
    if (!isShape || countOf(shape) > MOST_VALUES) throw new Error(`its result would be ${shape.join(' × ')}.`);
    if (this.tensors.length >= MOST_TENSORS) throw new Error('the network has more layers than can be exported.');
    const own = this.names.has(name) ? `${name}#${this.tensors.length}` : name;
    this.names.add(own);
    return this.tensors.push({ name: own, shape, half: false, ...(data && { data }) }) - 1;
  }

  shape(index: number): readonly number[] {
    return this.graph.tensor(index).shape;
  }

  /** A constant; the same `key` means the same one. */
  constant(name: string, { shape, data }: Weights, key: unknown = data): number {
    const known = this.constants.get(key);
    if (known !== undefined) return known;
    if (countOf(shape) !== data.length)
      throw new Error(`“${name}” has ${data.length} values, not ${shape.join(' × ')}.`);
    const made = this.tensor(name, shape, data);
    this.constants.set(key, made);
    return made;
  }

  /** The sizes `[batch, height, width, channels]` of a picture. @throws when the tensor is none. */
  sizes(index: number): readonly [number, number, number, number] {
    return this.graph.sizes(index);
  }
}

/** A whole number, or two of them: what Keras has for kernels and strides. @throws Error when it is something else. */
export function pairOf(value: unknown, name: string): readonly [number, number] {
  const pair = Array.isArray(value) ? value : [value, value];
  if (pair.length === 2 && pair.every((one) => Number.isInteger(one) && one >= 1 && one <= 65535))
    return pair as unknown as [number, number];
  throw new Error(`its ${name} is ${JSON.stringify(value)}.`);
}

/** The only input of a call. */
export function inputOf({ inputs }: Call): number {
  if (inputs.length !== 1) throw new Error(`it takes ${inputs.length} inputs where one is exported.`);
  return inputs[0];
}

/** A weight that must be there, of a shape known but for -1. */
export function weightOf(call: Call, names: readonly string[], place: number, shape: readonly number[]): Weights {
  const found = call.weights(names, place);
  if (!found) throw new Error(`the file holds no ${names[0]} of it.`);
  const fits = found.shape.length === shape.length && shape.every((size, i) => size === -1 || size === found.shape[i]);
  if (fits) return found;
  throw new Error(
    `its ${names[0]} is ${found.shape.join(' × ')} where ${shape.join(' × ').replaceAll('-1', '?')} is wanted.`,
  );
}

/** @throws where a layer's pictures have their channels first. */
export function assertChannelsLast({ config }: Call): void {
  if (config.data_format === 'channels_first')
    throw new Error('its data_format is channels_first; build the model with channels_last and load the same weights.');
}
