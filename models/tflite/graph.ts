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

/** Whether a picture's axes are in the order of ONNX's operators (NCHW) or in the file's (NHWC). */
export type Layout = 'channels-first' | 'as in the file';

const CHANNELS_FIRST = [0, 3, 1, 2];
const CHANNELS_LAST = [0, 2, 3, 1];

/**
 * An ONNX graph being written from a TFLite one. Pictures (four dimensions) go from NHWC to NCHW by name only. A reshape
 * or a transpose leaves its result as the file orders it; a `Transpose` is written where an operator wants the other order.
 */
export class GraphWriter {
  readonly nodes: Node[] = [];
  readonly initializers: TensorProto[] = [];
  private readonly names = new Map<number, string>();
  private readonly constants = new Map<number, Constant>();
  private readonly layouts = new Map<number, Layout>();
  private readonly turned = new Set<number>();
  private readonly stored = new Map<string, string>();
  private readonly storedNames = new Set<string>();
  private readonly indices: ReadonlyMap<string, number>;

  constructor(readonly model: TfliteModel) {
    this.indices = new Map(model.tensors.map(({ name }, index) => [name, index]));
  }

  /** @throws when the file has no such tensor. */
  tensor(index: number): TfliteTensor {
    const tensor = this.model.tensors[index];
    if (!tensor) throw new Error(`it refers to tensor ${index}, which is not in the file.`);
    return tensor;
  }

  /** The sizes `[batch, height, width, channels]` of a picture. @throws when the tensor is none. */
  sizes(index: number): readonly [number, number, number, number] {
    const { name, shape } = this.tensor(index);
    if (shape.length !== 4) throw new Error(`“${name}” has ${shape.length} dimensions where a picture has 4.`);
    return shape as unknown as readonly [number, number, number, number];
  }

  /** Says what an activation is called from here on; another tensor of that name gets a number. */
  rename(index: number, name: string): void {
    const other = this.indices.get(name);
    if (other !== undefined && other !== index) this.names.set(other, `${name}#${other}`);
    this.names.set(index, name);
  }

  /** Makes a constant out of tensor `index`. */
  define(index: number, constant: Constant): void {
    this.constants.set(index, constant);
  }

  isConstant(index: number): boolean {
    return this.constants.has(index) || this.tensor(index).data !== undefined;
  }

  /** The constant that tensor `index` is. @throws when it is computed instead. */
  constant(index: number): Constant {
    const { data, shape, half, name } = this.tensor(index);
    const known = this.constants.get(index) ?? (data && { data, shape, half });
    if (!known) throw new Error(`“${name}” is computed where only a constant can be exported.`);
    return known;
  }

  /** How an operator over several tensors should order its axes: channels first if it takes pictures that are so already. */
  layoutOf(...indices: number[]): Layout {
    const computed = indices.filter((index) => !this.isConstant(index));
    if (computed.some((index) => this.tensor(index).shape.length !== 4)) return 'as in the file';
    return computed.some((index) => !this.layouts.has(index)) ? 'channels-first' : 'as in the file';
  }

  /** The name under which an operator writes tensor `index`. */
  output(index: number, layout: Layout = 'channels-first'): string {
    if (layout === 'as in the file' && this.tensor(index).shape.length === 4) this.layouts.set(index, layout);
    return this.nameIn(index, layout);
  }

  private nameIn(index: number, layout: Layout): string {
    const name = this.names.get(index) ?? this.tensor(index).name;
    const isPicture = this.tensor(index).shape.length === 4;
    return isPicture && layout === 'as in the file' ? `${name}:channels-last` : name;
  }

  /** The ONNX name of tensor `index`, its axes ordered as wanted. */
  value(index: number, layout: Layout = 'channels-first'): string {
    if (this.isConstant(index)) return this.constantValue(index, layout);
    if (this.tensor(index).shape.length !== 4) {
      if (layout === 'channels-first') this.sizes(index);
      return this.nameIn(index, layout);
    }
    const made = this.layouts.get(index) ?? 'channels-first';
    const name = this.nameIn(index, layout);
    if (made !== layout && !this.turned.has(index)) {
      this.turned.add(index);
      const perm = layout === 'channels-first' ? CHANNELS_FIRST : CHANNELS_LAST;
      this.add('Transpose', [this.nameIn(index, made)], name, { perm });
    }
    return name;
  }

  private constantValue(index: number, layout: Layout): string {
    const { shape, data } = this.constant(index);
    if (layout === 'as in the file') return this.store(index);
    if (shape.length === 4) return this.store(index, { order: CHANNELS_FIRST });
    if (shape.length === 3) return this.store(index, { order: [2, 0, 1] });
    if (shape.length <= 1) return this.store(index, { shape: [data.length, 1, 1] });
    throw new Error(
      `the constant “${this.tensor(index).name}” has 2 dimensions beside a picture; 0, 1, 3 or 4 are exported.`,
    );
  }

  /**
   * Stores the constant that tensor `index` is, its axes reordered or its shape replaced, once for each such form. Halves
   * stay halves in the file and are cast back, which the runtime does once, when loading.
   */
  store(index: number, form: { order?: readonly number[]; shape?: readonly number[] } = {}): string {
    const key = `${index} ${JSON.stringify(form)}`;
    const known = this.stored.get(key);
    if (known !== undefined) return known;
    const own = this.names.get(index) ?? this.tensor(index).name;
    const name = this.storedNames.has(own) ? `${own}:${this.stored.size}` : own;
    this.stored.set(key, name);
    this.storedNames.add(name);
    const constant = this.constant(index);
    const { data, half, shape } = form.order ? permute(constant, form.order) : constant;
    const dims = form.shape ?? shape;
    if (half) {
      this.initializers.push(halves(`${name}:half`, dims, data));
      this.nodes.push(makeNode('Cast', [`${name}:half`], [name], { to: 1 }));
    } else {
      this.initializers.push(floats(name, dims, data));
    }
    return name;
  }

  /** Adds a node whose output has the given name. */
  add(opType: string, input: string[], output: string, attributes?: Record<string, AttributeValue>): void {
    this.nodes.push(makeNode(opType, input, [output], attributes));
  }
}
