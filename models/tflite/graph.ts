import { type AttributeValue, floats, halves, makeNode } from '../onnx/build.ts';
import type { Node, TensorProto } from '../onnx/model.ts';
import type { TfliteModel, TfliteTensor } from './reader.ts';

/** A constant on its way from TFLite: its values, its shape, and whether half precision holds them exactly. */
export interface Constant {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
  readonly half: boolean;
}

/** Reorders a dense array's axes: axis `i` of the result is axis `order[i]` of the source. */
export function permute(constant: Constant, order: readonly number[]): Constant {
  const { shape, data, half } = constant;
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const to = order.map((axis) => shape[axis]);
  const out = new Float32Array(data.length);
  const index = to.map(() => 0);
  for (let i = 0; i < out.length; i++) {
    out[i] = data[index.reduce((at, k, axis) => at + k * strides[order[axis]], 0)];
    for (let axis = to.length - 1; axis >= 0 && ++index[axis] === to[axis]; axis--) index[axis] = 0;
  }
  return { shape: to, data: out, half };
}

/** An ONNX graph being written from a TFLite one; activations go from NHWC to NCHW by name only. */
export class GraphWriter {
  readonly nodes: Node[] = [];
  readonly initializers: TensorProto[] = [];
  private readonly names = new Map<number, string>();
  private readonly constants = new Map<number, Constant>();

  constructor(readonly model: TfliteModel) {}

  tensor(index: number): TfliteTensor {
    return this.model.tensors[index];
  }

  /** Says what an activation is called from here on. */
  rename(index: number, name: string): void {
    this.names.set(index, name);
  }

  /** Makes a constant out of tensor `index`. */
  define(index: number, constant: Constant): void {
    this.constants.set(index, constant);
  }

  /** The constant that tensor `index` is. @throws when it is computed instead. */
  constant(index: number): Constant {
    const { data, shape, half, name } = this.tensor(index);
    const known = this.constants.get(index) ?? (data && { data, shape, half });
    if (!known) throw new Error(`“${name}” is computed where only a constant can be exported.`);
    return known;
  }

  /** The ONNX name of tensor `index`; a constant is stored, its channels put first. */
  value(index: number): string {
    const { name, data } = this.tensor(index);
    if (!data && !this.constants.has(index)) return this.names.get(index) ?? name;
    const constant = this.constant(index);
    if (constant.shape.length === 4) return this.store(name, permute(constant, [0, 3, 1, 2]));
    if (constant.shape.length <= 1) return this.store(name, { ...constant, shape: [constant.data.length, 1, 1] });
    throw new Error(`The constant “${name}” has ${constant.shape.length} dimensions; 0, 1 or 4 are exported.`);
  }

  /** Stores a constant; halves stay halves in the file and are cast back, which the runtime does once, when loading. */
  store(name: string, { shape, data, half }: Constant): string {
    if (half) {
      this.initializers.push(halves(`${name}:half`, shape, data));
      this.nodes.push(makeNode('Cast', [`${name}:half`], [name], { to: 1 }));
    } else {
      this.initializers.push(floats(name, shape, data));
    }
    return name;
  }

  /** Adds a node whose output has the given name. */
  add(opType: string, input: string[], output: string, attributes?: Record<string, AttributeValue>): void {
    this.nodes.push(makeNode(opType, input, [output], attributes));
  }
}
