import { floatsOf } from '../../onnx/build.ts';
import type { Model, Node, TensorProto } from '../../onnx/model.ts';
import type { Shapes } from '../../onnx/trace.ts';
import { type Constant, permute } from '../graph.ts';
import type { Field, WrittenModel, WrittenOperator, WrittenTensor } from './flatbuffer.ts';

const CHANNELS_LAST = [0, 2, 3, 1];

/** An operator on its way; the activation that may still be fused into it is the field of that number. */
interface Making extends WrittenOperator {
  outputs: number[];
  fields: Field[];
  readonly activation: number | undefined;
}

/** What a row of the table says of an operator. */
export interface Parts {
  readonly code: number;
  readonly version?: number;
  readonly options?: number;
  readonly fields?: readonly Field[];
  /** Which of the fields is the fused activation. */
  readonly activation?: number;
}

/** The constant that an ONNX tensor is. */
const constantOf = (tensor: TensorProto): Constant => {
  const shape = tensor.dims.map(Number);
  return { shape, data: floatsOf(tensor), half: false };
};

/** A TFLite graph being written from an ONNX one: pictures go from NCHW to NHWC. */
export class TfliteWriter {
  private readonly tensors: { name: string; shape: readonly number[]; data: WrittenTensor['data'] }[] = [];
  private readonly operators: Making[] = [];
  private readonly indices = new Map<string, number>();
  private readonly constants: ReadonlyMap<string, TensorProto>;
  /** How often each tensor is read, by the name that it was made under. */
  private readonly readers = new Map<string, number>();
  /** What an `Identity` gives, by the name that its tensor was made under. */
  private readonly origins = new Map<string, string>();
  private readonly makers = new Map<number, Making>();

  constructor(
    { graph }: Model,
    private readonly shapes: Shapes,
  ) {
    this.constants = new Map(graph.initializer.map((tensor) => [tensor.name as string, tensor]));
    for (const { opType, input, output } of graph.node) {
      if (opType === 'Identity') this.origins.set(output[0], this.originOf(input[0]));
      else for (const name of input) this.countReader(name);
    }
    for (const { name } of graph.output) this.countReader(name);
  }

  private originOf(name: string): string {
    return this.origins.get(name) ?? name;
  }

  private countReader(name: string): void {
    const origin = this.originOf(name);
    this.readers.set(origin, (this.readers.get(origin) ?? 0) + 1);
  }

  /** NCHW. @throws Error when the value is no picture. */
  shapeOf(name: string): readonly [number, number, number, number] {
    const shape = this.shapes.get(name) ?? [];
    if (shape.length !== 4) throw new Error(`“${name}” has ${shape.length} dimensions where a picture has 4.`);
    return shape as unknown as readonly [number, number, number, number];
  }

  /** A constant's values. @throws Error when it is computed. */
  constant(name: string): Constant {
    const tensor = this.constants.get(name);
    if (!tensor) throw new Error(`“${name}” is computed where only a constant can be exported.`);
    return constantOf(tensor);
  }

  /** A constant of whole numbers. @throws Error when it is computed. */
  integers(name: string): number[] {
    const tensor = this.constants.get(name);
    if (!tensor) throw new Error(`“${name}” is computed where only a constant can be exported.`);
    const { rawData, int64Data = [] } = tensor;
    if (!rawData?.length) return int64Data.map(Number);
    return [...new BigInt64Array(new Uint8Array(rawData).buffer)].map(Number);
  }

  isConstant(name: string): boolean {
    return this.constants.has(name);
  }

  /** The tensor of a computed picture. */
  picture(name: string): number {
    const known = this.indices.get(name);
    if (known !== undefined) return known;
    const shape = this.shapeOf(name);
    const index = this.tensor(
      name,
      CHANNELS_LAST.map((axis) => shape[axis]),
    );
    this.indices.set(name, index);
    return index;
  }

  /** A new tensor as large as a picture. */
  like(name: string, picture: string): number {
    return this.tensor(name, this.tensors[this.picture(picture)].shape);
  }

  /** From here on `name` is the tensor that `other` is. */
  alias(name: string, other: string): void {
    this.adopt(name, this.picture(other));
  }

  /** From here on `name` is that tensor. */
  adopt(name: string, index: number): void {
    this.indices.set(name, index);
  }

  /** A new tensor; constants have values. */
  tensor(name: string, shape: readonly number[], data?: WrittenTensor['data']): number {
    return this.tensors.push({ name, shape, data }) - 1;
  }

  /** A constant with its axes reordered, once. */
  store(name: string, order?: readonly number[]): number {
    const key = `${name} ${order ?? ''}`;
    const known = this.indices.get(key);
    if (known !== undefined) return known;
    const own = this.constant(name);
    const { shape, data } = order ? permute(own, order) : own;
    const index = this.tensor(name, shape, data);
    this.indices.set(key, index);
    return index;
  }

  /** A constant of whole numbers that the file needs and ONNX has otherwise. */
  whole(name: string, values: readonly number[], shape: readonly number[] = [values.length]): number {
    return this.tensor(name, shape, Int32Array.from(values));
  }

  add(parts: Parts, inputs: readonly number[], output: number): void {
    const { code, version = 1, options = 0, fields = [], activation } = parts;
    const operator = { code, version, options, fields: [...fields], inputs, outputs: [output], activation };
    this.operators.push(operator);
    this.makers.set(output, operator);
  }

  /** Fuses an activation into the operator that makes its input, where only it reads that. @returns whether it could. */
  fuse({ input: [input], output: [output] }: Node, activation: number): boolean {
    const index = this.picture(input);
    const maker = this.makers.get(index);
    if (maker?.activation === undefined || this.readers.get(this.originOf(input)) !== 1) return false;
    if (maker.fields[maker.activation][1] !== 0) return false;
    maker.fields[maker.activation] = ['byte', activation];
    this.tensors[index].name = output;
    this.indices.set(output, index);
    return true;
  }

  finish(inputs: readonly string[], outputs: readonly string[]): WrittenModel {
    const all = (names: readonly string[]) => names.map((name) => this.picture(name));
    return { tensors: this.tensors, operators: this.operators, inputs: all(inputs), outputs: all(outputs) };
  }
}
