import { readFileSync } from 'node:fs';
import protobuf from 'protobufjs';

/** A 64-bit integer as protobuf reads it; `Number(value)` gives its value where that fits. */
type Int64 = number | { toNumber(): number };

export interface Attribute {
  name: string;
  type: number;
  f?: number;
  i?: Int64;
  s?: Uint8Array;
  t?: TensorProto;
  floats?: number[];
  ints?: Int64[];
}

export interface Node {
  input: string[];
  output: string[];
  name?: string;
  opType: string;
  attribute: Attribute[];
  domain?: string;
}

/** A constant; its values are in `rawData` (little-endian) or, in older files, in the list of their type. */
export interface TensorProto {
  dims: Int64[];
  dataType: number;
  name?: string;
  rawData?: Uint8Array;
  floatData?: number[];
  int32Data?: number[];
  int64Data?: Int64[];
}

export interface ValueInfo {
  name: string;
  type: { tensorType: { elemType: number; shape?: { dim: { dimValue?: Int64; dimParam?: string }[] } } };
}

export interface Graph {
  name: string;
  node: Node[];
  initializer: TensorProto[];
  input: ValueInfo[];
  output: ValueInfo[];
  valueInfo: ValueInfo[];
}

/** One ONNX file. */
export interface Model {
  irVersion: Int64;
  producerName?: string;
  producerVersion?: string;
  graph: Graph;
  opsetImport: { domain?: string; version: Int64 }[];
}

const message = protobuf
  .parse(readFileSync(new URL('onnx.proto', import.meta.url), 'utf8'))
  .root.lookupType('onnx.Model');

/** Reads an ONNX file. @throws when the bytes are not one. */
export const readModel = (bytes: Uint8Array): Model =>
  message.toObject(message.decode(bytes), { arrays: true }) as Model;

/** Writes an ONNX file; the same model always gives the same bytes. */
export const writeModel = (model: Model): Uint8Array => message.encode(model as unknown as protobuf.Message).finish();
