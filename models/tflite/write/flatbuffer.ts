import { Builder } from 'flatbuffers';

/** A field of an operator's options, in the schema's order. */
export type Field = readonly [type: 'byte' | 'int' | 'float', value: number];

export interface WrittenTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Of constants only. */
  readonly data?: Float32Array | Int32Array | undefined;
}

export interface WrittenOperator {
  /** The schema's number, and which version of it this use needs. */
  readonly code: number;
  readonly version: number;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** The options' number in the schema's union, 0 for none, and their fields. */
  readonly options: number;
  readonly fields: readonly Field[];
}

export interface WrittenModel {
  readonly tensors: readonly WrittenTensor[];
  readonly operators: readonly WrittenOperator[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** TFLite's schema. */
const VERSION = 3;
const INT32 = 2;
/** What runtimes map from the file lies at multiples of this. */
const ALIGNMENT = 16;

/** The bytes of a TFLite file (schema version 3) with one graph; the same model always gives the same bytes. */
export function writeFlatbuffer({ tensors, operators, inputs, outputs }: WrittenModel): Uint8Array {
  const builder = new Builder(2 ** 16);
  const table = (fields: number, write: () => void) => {
    builder.startObject(fields);
    write();
    return builder.endObject();
  };
  const vector = (values: readonly number[], add: (value: number) => void) => {
    builder.startVector(4, values.length, 4);
    for (const value of values.toReversed()) add(value);
    return builder.endVector();
  };
  const ints = (values: readonly number[]) => vector(values, (value) => builder.addInt32(value));
  const tables = (offsets: readonly number[]) => vector(offsets, (offset) => builder.addOffset(offset));

  // The first buffer is the empty one, of everything that is computed.
  const buffers = [table(1, () => {})];
  const written = tensors.map(({ name, shape, data }) => {
    const buffer = data ? buffers.length : 0;
    if (data) {
      const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      builder.startVector(1, bytes.length, ALIGNMENT);
      for (let i = bytes.length - 1; i >= 0; i--) builder.addInt8(bytes[i]);
      const content = builder.endVector();
      buffers.push(table(1, () => builder.addFieldOffset(0, content, 0)));
    }
    const [text, sizes] = [builder.createString(name), ints(shape)];
    return table(5, () => {
      builder.addFieldOffset(0, sizes, 0);
      if (data instanceof Int32Array) builder.addFieldInt8(1, INT32, 0);
      builder.addFieldInt32(2, buffer, 0);
      builder.addFieldOffset(3, text, 0);
    });
  });

  const keys = operators.map(({ code, version }) => `${code} ${version}`);
  const kinds = [...new Set(keys)];
  const codes = kinds.map((key) => {
    const [code, version] = key.split(' ').map(Number);
    return table(4, () => {
      builder.addFieldInt8(0, code, 0);
      builder.addFieldInt32(2, version, 1);
      builder.addFieldInt32(3, code, 0);
    });
  });
  const steps = operators.map(({ inputs, outputs, options, fields }, i) => {
    const [taken, made] = [ints(inputs), ints(outputs)];
    const settings = options && table(fields.length, () => fields.forEach(writeField));
    return table(5, () => {
      builder.addFieldInt32(0, kinds.indexOf(keys[i]), 0);
      builder.addFieldOffset(1, taken, 0);
      builder.addFieldOffset(2, made, 0);
      builder.addFieldInt8(3, options, 0);
      builder.addFieldOffset(4, settings, 0);
    });
  });
  function writeField([type, value]: Field, at: number): void {
    if (type === 'byte') builder.addFieldInt8(at, value, 0);
    else if (type === 'int') builder.addFieldInt32(at, value, 0);
    else builder.addFieldFloat32(at, value, 0);
  }

  const parts = [tables(written), ints(inputs), ints(outputs), tables(steps)];
  const graph = table(4, () => {
    for (const [at, part] of parts.entries()) builder.addFieldOffset(at, part, 0);
  });
  const [kept, graphs, data] = [tables(codes), tables([graph]), tables(buffers)];
  const model = table(5, () => {
    builder.addFieldInt32(0, VERSION, 0);
    builder.addFieldOffset(1, kept, 0);
    builder.addFieldOffset(2, graphs, 0);
    builder.addFieldOffset(4, data, 0);
  });
  builder.finish(model, 'TFL3');
  return builder.asUint8Array().slice();
}
