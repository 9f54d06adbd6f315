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
  9: 'FULLY_CONNECTED',
  14: 'LOGISTIC',
  17: 'MAX_POOL_2D',
  18: 'MUL',
  19: 'RELU',
  20: 'RELU_N1_TO_1',
  21: 'RELU6',
  22: 'RESHAPE',
  23: 'RESIZE_BILINEAR',
  25: 'SOFTMAX',
  28: 'TANH',
  34: 'PAD',
  37: 'BATCH_TO_SPACE_ND',
  38: 'SPACE_TO_BATCH_ND',
  39: 'TRANSPOSE',
  40: 'MEAN',
  41: 'SUB',
  42: 'DIV',
  45: 'STRIDED_SLICE',
  54: 'PRELU',
  55: 'MAXIMUM',
  57: 'MINIMUM',
  65: 'SLICE',
  67: 'TRANSPOSE_CONV',
  74: 'SUM',
  97: 'RESIZE_NEAREST_NEIGHBOR',
  98: 'LEAKY_RELU',
  100: 'MIRROR_PAD',
  114: 'QUANTIZE',
  117: 'HARD_SWISH',
};
const CUSTOM = 32;

const FLOAT32 = 0;
const FLOAT16 = 1;
const INT32 = 2;
const UINT8 = 3;
const INT16 = 7;
const INT8 = 9;

/** What fully quantised networks compute in. */
const QUANTISED: readonly number[] = [UINT8, INT16, INT8];

/** Values of one tensor, more than any picture network has. */
const MOST_VALUES = 2 ** 28;

/** Tensors that one operator takes or makes, more than any network has. */
const MOST_TENSORS = 1024;

/** One tensor, NHWC. `data` is there for constants only. */
export interface TfliteTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly half: boolean;
  /** Holds integers that stand for floats. */
  readonly quantised?: boolean;
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
  /** Of a convolution that was dilated by way of batches: what it is over the picture itself; `pads` are ONNX's. */
  readonly dilated?: { readonly dilations: readonly [number, number]; readonly pads: readonly number[] };
}

export interface TfliteModel {
  readonly tensors: readonly TfliteTensor[];
  /** In the order they run. */
  readonly operators: readonly TfliteOperator[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** Dynamic-range weights: signed bytes, with one scale and zero point for all or for each index of one axis. */
function widened(bytes: Int8Array, shape: readonly number[], quantization: Table | undefined): Float32Array {
  const scales = quantization?.floats(2) ?? [];
  if (scales.length === 0) return Float32Array.from(bytes);
  const zeros = quantization?.longs(3) ?? [];
  const axis = quantization?.int(6) ?? 0;
  const stride = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  return Float32Array.from(bytes, (byte, i) => {
    const at = Math.floor(i / stride) % scales.length;
    return (byte - (zeros[at % zeros.length] ?? 0)) * scales[at];
  });
}

function valuesOf(from: Uint8Array, tensor: Table): Float32Array | Int32Array {
  const type = tensor.byte(1);
  const bytes = from.slice();
  if (type === FLOAT32) return new Float32Array(bytes.buffer);
  if (type === FLOAT16) return Float32Array.from(new Uint16Array(bytes.buffer), fromHalf);
  if (type === INT32) return new Int32Array(bytes.buffer);
  if (type === INT8) return widened(new Int8Array(bytes.buffer), tensor.ints(0), tensor.table(4));
  throw new Error(
    `The constant “${tensor.string(3)}” has element type ${type}; only float32, float16, int32 and int8 are read.`,
  );
}

/** How many values each type's bytes hold. */
const BYTES: Readonly<Record<number, number>> = { [FLOAT32]: 4, [FLOAT16]: 2, [INT32]: 4, [INT8]: 1 };

const countOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

/** @throws Error where a shape is none, or a constant has another number of values than its shape says. */
function checkSize(name: string, shape: readonly number[], bytes: number, type: number): void {
  if (shape.length > 8 || shape.some((size) => size < 0) || countOf(shape) > MOST_VALUES)
    throw new Error(`The tensor “${name}” has the shape ${shape.join(' × ')}, which cannot be.`);
  if (bytes > 0 && BYTES[type] !== undefined && bytes !== countOf(shape) * BYTES[type])
    throw new Error(`The constant “${name}” has ${bytes} bytes, which is not what its shape says.`);
}

/** A list of tensors. @throws Error where one is not in the file. */
function indicesOf(table: Table, field: number, count: number, lowest = 0): number[] {
  const indices = table.ints(field);
  const wrong = indices.find((index) => index < lowest || index >= count);
  if (wrong === undefined) return indices;
  throw new Error(`The TFLite file is damaged: it refers to tensor ${wrong} of ${count}.`);
}

/** The tensors that an operator takes (field 1) or makes (field 2). @throws Error where they are too many, or not in the file. */
function tensorsOf(operator: Table, field: number, count: number, lowest = 0): number[] {
  const indices = indicesOf(operator, field, count, lowest);
  if (indices.length <= MOST_TENSORS) return indices;
  throw new Error(`An operator of the TFLite file has ${indices.length} tensors; at most ${MOST_TENSORS} are read.`);
}

/**
 * Reads a TFLite file's first subgraph (schema version 3).
 *
 * @throws when the bytes are not TFLite, are damaged, an operator has more than 1,024 inputs or outputs, or a constant has a
 *   type we do not read.
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
  if (!graph) throw new Error('The TFLite file holds no graph.');
  const names = new Set<string>();
  const tensors = graph.tables(0).map((tensor, index): TfliteTensor => {
    const type = tensor.byte(1);
    const own = tensor.string(3);
    const name = own === '' || names.has(own) ? `${own}#${index}` : own;
    names.add(name);
    const shape = tensor.ints(0);
    const from = buffers[tensor.int(2)]?.bytes(0) ?? new Uint8Array();
    checkSize(name, shape, from.length, type);
    const kind = { half: type === FLOAT16, quantised: QUANTISED.includes(type) };
    return { name, shape, ...kind, ...(from.length > 0 && { data: valuesOf(from, tensor) }) };
  });
  const operators = graph.tables(3).map(
    (operator): TfliteOperator => ({
      kind: kinds[operator.int(0)] ?? 'of an unknown kind',
      inputs: tensorsOf(operator, 1, tensors.length, -1),
      outputs: tensorsOf(operator, 2, tensors.length),
      options: operator.table(4),
      customOptions: operator.bytes(5).slice(),
    }),
  );
  const [inputs, outputs] = [1, 2].map((field) => indicesOf(graph, field, tensors.length));
  if (inputs.length === 0 || outputs.length === 0) throw new Error('The TFLite file has no input or no output.');
  return { tensors, operators, inputs, outputs };
}
