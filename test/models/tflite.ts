import { Builder } from 'flatbuffers';

/**
 * NHWC; tensors with `data` are float constants, those with `whole` int32 ones, those with
 * `bytes` int8 ones, which mean `(byte - zero) × scale`, with one scale for each index of axis 0. `type` is the schema's number of the type
 * of what is computed.
 */
interface Tensor {
  shape: number[];
  data?: number[];
  whole?: number[];
  bytes?: number[];
  scales?: number[];
  zeros?: number[];
  type?: number;
}

interface Step {
  /** Number in the schema, or a custom operator's name. */
  readonly operator: number | string;
  /** Options by field number; a number is written as an int32 where `wide` says so, as a float where `real` does, else as a byte. */
  readonly options?: Readonly<Record<number, number>>;
  readonly wide?: readonly number[];
  readonly real?: readonly number[];
  /** A custom operator's options, as int32 values. */
  readonly custom?: readonly number[];
}

/** A one-operator TFLite file to write: tensor 0 goes in, the last tensor comes out. */
export interface Wanted extends Step {
  readonly tensors: readonly Tensor[];
  /** Which tensors the operator takes. Default: all but the last. */
  readonly inputs?: readonly number[];
}

/** A TFLite file of several operators: tensor 0 goes in, the last tensor comes out. */
export interface Chain {
  readonly tensors: readonly Tensor[];
  readonly steps: readonly (Step & { readonly inputs: readonly number[]; readonly outputs: readonly number[] })[];
}

const CUSTOM = 32;
const INT32 = 2;
const INT8 = 9;

/** Writes a TFLite file (schema version 3) around one operator. */
export function tflite({ tensors, inputs, ...step }: Wanted): Uint8Array {
  const last = tensors.length - 1;
  const taken = inputs ?? tensors.slice(0, last).map((_, index) => index);
  return tfliteOf({ tensors, steps: [{ ...step, inputs: taken, outputs: [last] }] });
}

/** Writes a TFLite file (schema version 3) of several operators. */
export function tfliteOf({ tensors, steps }: Chain): Uint8Array {
  const builder = new Builder(1024);
  const ints = (values: number[]) => {
    builder.startVector(4, values.length, 4);
    for (const value of values.toReversed()) builder.addInt32(value);
    return builder.endVector();
  };
  const offsets = (values: number[]) => {
    builder.startVector(4, values.length, 4);
    for (const value of values.toReversed()) builder.addOffset(value);
    return builder.endVector();
  };
  const table = (fields: number, write: () => void) => {
    builder.startObject(fields);
    write();
    return builder.endObject();
  };

  const empty = table(1, () => {});
  const buffers = tensors.map(({ data, whole, bytes }) => {
    const values = bytes ? Int8Array.from(bytes) : whole ? Int32Array.from(whole) : data && Float32Array.from(data);
    if (!values) return empty;
    const content = new Int8Array(values.buffer);
    builder.startVector(1, content.length, 16);
    for (const byte of content.toReversed()) builder.addInt8(byte);
    const vector = builder.endVector();
    return table(1, () => builder.addFieldOffset(0, vector, 0));
  });
  const quantizations = tensors.map(({ scales, zeros }) => {
    if (!scales || !zeros) return 0;
    builder.startVector(4, scales.length, 4);
    for (const scale of scales.toReversed()) builder.addFloat32(scale);
    const factors = builder.endVector();
    builder.startVector(8, zeros.length, 8);
    for (const zero of zeros.toReversed()) builder.addInt64(BigInt(zero));
    const origins = builder.endVector();
    return table(7, () => {
      builder.addFieldOffset(2, factors, 0);
      builder.addFieldOffset(3, origins, 0);
    });
  });
  const written = tensors.map(({ shape, whole, bytes, type }, index) => {
    const name = builder.createString(`tensor${index}`);
    const sizes = ints(shape);
    return table(5, () => {
      builder.addFieldOffset(0, sizes, 0);
      if (type !== undefined) builder.addFieldInt8(1, type, 0);
      if (whole) builder.addFieldInt8(1, INT32, 0);
      if (bytes) builder.addFieldInt8(1, INT8, 0);
      builder.addFieldOffset(4, quantizations[index], 0);
      builder.addFieldInt32(2, index, -1);
      builder.addFieldOffset(3, name, 0);
    });
  });
  const codes = steps.map(({ operator }) => {
    const custom = typeof operator === 'string' ? builder.createString(operator) : 0;
    return table(4, () => {
      if (custom) builder.addFieldOffset(1, custom, 0);
      builder.addFieldInt32(3, typeof operator === 'string' ? CUSTOM : operator, -1);
    });
  });
  const operators = steps.map(({ options = {}, wide = [], real = [], custom = [], inputs, outputs }, at) => {
    const settings = table(8, () => {
      for (const [field, value] of Object.entries(options)) {
        if (real.includes(Number(field))) builder.addFieldFloat32(Number(field), value, -1);
        else if (wide.includes(Number(field))) builder.addFieldInt32(Number(field), value, -1);
        else builder.addFieldInt8(Number(field), value, -1);
      }
    });
    const [taken, made] = [ints([...inputs]), ints([...outputs])];
    const content = builder.createByteVector(new Uint8Array(Int32Array.from(custom).buffer));
    return table(6, () => {
      builder.addFieldInt32(0, at, -1);
      builder.addFieldOffset(1, taken, 0);
      builder.addFieldOffset(2, made, 0);
      builder.addFieldOffset(4, settings, 0);
      builder.addFieldOffset(5, content, 0);
    });
  });
  const last = tensors.length - 1;
  const [all, into, outOf, list] = [offsets(written), ints([0]), ints([last]), offsets(operators)];
  const graph = table(4, () => {
    builder.addFieldOffset(0, all, 0);
    builder.addFieldOffset(1, into, 0);
    builder.addFieldOffset(2, outOf, 0);
    builder.addFieldOffset(3, list, 0);
  });
  const [kinds, graphs, data] = [offsets(codes), offsets([graph]), offsets(buffers)];
  const model = table(5, () => {
    builder.addFieldInt32(0, 3, 0);
    builder.addFieldOffset(1, kinds, 0);
    builder.addFieldOffset(2, graphs, 0);
    builder.addFieldOffset(4, data, 0);
  });
  builder.finish(model, 'TFL3');
  return builder.asUint8Array().slice();
}
