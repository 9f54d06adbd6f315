import { fromHalf } from '../onnx/half.ts';
import { Table } from './table.ts';

/** Built-in operators by their number in the TFLite schema; only names we have met. */
const BUILTIN: Record<number, string> = {
  0: 'ADD',
  1: 'AVERAGE_POOL_2D',
  2: 'CONCATENATION',
  3: 'CONV_2D',
  4: 'DEPTHWISE_CONV_2D',
  6: 'DEQUANTIZE',
  14: 'LOGISTIC',
  17: 'MAX_POOL_2D',
  18: 'MUL',
  19: 'RELU',
  21: 'RELU6',
  22: 'RESHAPE',
  23: 'RESIZE_BILINEAR',
  25: 'SOFTMAX',
  34: 'PAD',
  39: 'TRANSPOSE',
  54: 'PRELU',
  67: 'TRANSPOSE_CONV',
  74: 'SUM',
  97: 'RESIZE_NEAREST_NEIGHBOR',
  117: 'HARD_SWISH',
};
const CUSTOM = 32;

const FLOAT32 = 0;
const FLOAT16 = 1;
const INT32 = 2;

/** One tensor, NHWC. `data` is there for constants only. */
export interface TfliteTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly half: boolean;
  readonly data?: Float32Array | Int32Array;
}

export interface TfliteOperator {
  /** The schema's name, or a custom operator's own. */
  readonly kind: string;
  /** Indices into `tensors`; -1 is an input left out. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** The options' table, by field number; absent when the operator has none. */
  readonly options: Table | undefined;
  readonly customOptions: Uint8Array;
}

export interface TfliteModel {
  readonly tensors: readonly TfliteTensor[];
  /** In the order they run. */
  readonly operators: readonly TfliteOperator[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

function valuesOf(bytes: Uint8Array, type: number, name: string): Float32Array | Int32Array {
  if (type === FLOAT32) return new Float32Array(bytes.buffer);
  if (type === FLOAT16) return Float32Array.from(new Uint16Array(bytes.buffer), fromHalf);
  if (type === INT32) return new Int32Array(bytes.buffer);
  throw new Error(`The constant “${name}” has element type ${type}; only float32, float16 and int32 are read.`);
}

/**
 * Reads a TFLite file's first subgraph (schema version 3).
 *
 * @throws when the bytes are not TFLite or a constant has a type we do not read.
 */
export function readTflite(bytes: Uint8Array): TfliteModel {
  if (new TextDecoder().decode(bytes.subarray(4, 8)) !== 'TFL3') throw new Error('This is not a TFLite file.');
  const model = Table.root(bytes);
  const buffers = model.tables(4);
  const kinds = model.tables(1).map((code) => {
    const number = Math.max(code.byte(0), code.int(3));
    return number === CUSTOM ? code.string(1) : (BUILTIN[number] ?? `builtin operator ${number}`);
  });
  const graph = model.tables(2)[0];
  const tensors = graph.tables(0).map((tensor): TfliteTensor => {
    const [type, name] = [tensor.byte(1), tensor.string(3)];
    const data = buffers[tensor.int(2)].bytes(0);
    return {
      name,
      shape: tensor.ints(0),
      half: type === FLOAT16,
      ...(data.length > 0 && { data: valuesOf(data, type, name) }),
    };
  });
  const operators = graph.tables(3).map(
    (operator): TfliteOperator => ({
      kind: kinds[operator.int(0)],
      inputs: operator.ints(1),
      outputs: operator.ints(2),
      options: operator.table(4),
      customOptions: operator.bytes(5),
    }),
  );
  return { tensors, operators, inputs: graph.ints(1), outputs: graph.ints(2) };
}
