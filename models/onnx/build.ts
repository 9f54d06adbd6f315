import { fromHalf, toHalf } from './half.ts';
import type { Attribute, Model, Node, TensorProto, ValueInfo } from './model.ts';

/** ONNX element types. */
export const ELEMENT = { float: 1, int8: 3, int64: 7, half: 10 } as const;

const ATTRIBUTE = { float: 1, int: 2, string: 3, floats: 6, ints: 7 } as const;

/** What a node's attribute is written from: `{ float: 2 }` and `{ floats: [1, 2] }` are floats, bare numbers integers. */
export type AttributeValue = number | readonly number[] | string | { float: number } | { floats: readonly number[] };

function attribute(name: string, value: AttributeValue): Attribute {
  if (typeof value === 'number') return { name, type: ATTRIBUTE.int, i: value };
  if (typeof value === 'string') return { name, type: ATTRIBUTE.string, s: new TextEncoder().encode(value) };
  if ('float' in value) return { name, type: ATTRIBUTE.float, f: value.float };
  if ('floats' in value) return { name, type: ATTRIBUTE.floats, floats: [...value.floats] };
  return { name, type: ATTRIBUTE.ints, ints: [...value] };
}

/** One node; it is named for its first output. An empty input name is an input left out. */
export const makeNode = (
  opType: string,
  input: string[],
  output: string[],
  attributes: Record<string, AttributeValue> = {},
): Node => ({
  name: output[0],
  opType,
  input,
  output,
  attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
});

const bytesOf = (array: Float32Array | Int8Array | Uint16Array | BigInt64Array) =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** A constant in single precision. */
export const floats = (name: string, dims: readonly number[], values: ArrayLike<number>): TensorProto => ({
  name,
  dims: [...dims],
  dataType: ELEMENT.float,
  rawData: bytesOf(Float32Array.from(values)),
});

/** A constant in half precision. */
export const halves = (name: string, dims: readonly number[], values: ArrayLike<number>): TensorProto => ({
  name,
  dims: [...dims],
  dataType: ELEMENT.half,
  rawData: bytesOf(Uint16Array.from(values, toHalf)),
});

/** A constant of signed bytes. */
export const bytes = (name: string, dims: readonly number[], values: Int8Array): TensorProto => ({
  name,
  dims: [...dims],
  dataType: ELEMENT.int8,
  rawData: bytesOf(values),
});

/** A one-dimensional constant of 64-bit integers. */
export const integers = (name: string, values: readonly number[]): TensorProto => ({
  name,
  dims: [values.length],
  dataType: ELEMENT.int64,
  rawData: bytesOf(BigInt64Array.from(values, BigInt)),
});

/** The values of a float constant. @throws on other element types. */
export function floatsOf(tensor: TensorProto): Float32Array {
  if (tensor.dataType === ELEMENT.half) {
    return Float32Array.from(new Uint16Array(Uint8Array.from(tensor.rawData ?? []).buffer), fromHalf);
  }
  if (tensor.dataType !== ELEMENT.float) throw new Error(`“${tensor.name}” is not a float constant.`);
  if (!tensor.rawData?.length) return Float32Array.from(tensor.floatData ?? []);
  return new Float32Array(new Uint8Array(tensor.rawData).buffer);
}

/** A float graph input or output; a string is a size known only when run. */
export const floatValue = (name: string, dims: readonly (number | string)[]): ValueInfo => ({
  name,
  type: {
    tensorType: {
      elemType: ELEMENT.float,
      shape: { dim: dims.map((dim) => (typeof dim === 'number' ? { dimValue: dim } : { dimParam: dim })) },
    },
  },
});

/** A whole model (IR 8, opset 17, what every runtime since 2022 reads). */
export const makeModel = (
  name: string,
  parts: { node: Node[]; initializer: TensorProto[]; input: ValueInfo[]; output: ValueInfo[] },
): Model => ({
  irVersion: 8,
  producerName: 'matteo',
  graph: { name, ...parts, valueInfo: [] },
  opsetImport: [{ domain: '', version: 17 }],
});
