import { bytes, ELEMENT, floats, floatsOf, halves, makeNode } from '../onnx/build.ts';
import type { Model, Node, TensorProto } from '../onnx/model.ts';
import { toEightBit } from './eight-bit.ts';

/** How a constant is kept in the file: what is stored, and the nodes that make single precision of it again. */
interface Stored {
  readonly initializer: TensorProto[];
  readonly node: Node[];
}

/** Weights smaller than this stay halves: they are little of MODNet's file, and the early layers' errors travel far. */
const SMALLEST = 30_000;

const sizeOf = ({ dims }: TensorProto) => dims.reduce<number>((product, size) => product * Number(size), 1);

function asHalves(tensor: TensorProto): Stored {
  const name = tensor.name as string;
  return {
    initializer: [halves(`${name}:half`, tensor.dims.map(Number), floatsOf(tensor))],
    node: [makeNode('Cast', [`${name}:half`], [name], { to: ELEMENT.float })],
  };
}

/** A convolution's weights `[out, in, …]`: signed bytes and a scale for each output channel. */
function asBytes(tensor: TensorProto): Stored {
  const name = tensor.name as string;
  const isHalf = tensor.dataType === ELEMENT.half;
  const dims = tensor.dims.map(Number);
  const kernel = dims.slice(2).reduce((product, size) => product * size, 1);
  const { bytes: values, scales } = toEightBit(floatsOf(tensor), dims[0], kernel);
  const perChannel = dims.map((size, axis) => (axis === 0 ? size : 1));
  return {
    initializer: [bytes(`${name}:bytes`, dims, values), halves(`${name}:scales`, perChannel, scales)],
    // Widened and scaled in single precision even where halves are wanted: no CPU kernel multiplies halves, and what
    // can't be run at load would be run every time.
    node: [
      makeNode('Cast', [`${name}:bytes`], [`${name}:whole`], { to: ELEMENT.float }),
      makeNode('Cast', [`${name}:scales`], [`${name}:factors`], { to: ELEMENT.float }),
      makeNode('Mul', [`${name}:whole`, `${name}:factors`], [isHalf ? `${name}:wide` : name]),
      ...(isHalf ? [makeNode('Cast', [`${name}:wide`], [name], { to: ELEMENT.half })] : []),
    ],
  };
}

/** A matrix product's weights `[in, out]`, stored the other way round and transposed back. */
function asTransposedBytes(tensor: TensorProto): Stored {
  const name = tensor.name as string;
  const [rows, columns] = tensor.dims.map(Number);
  const values = floatsOf(tensor);
  const turned = Float32Array.from(values, (_, i) => values[(i % rows) * columns + Math.floor(i / rows)]);
  const { initializer, node } = asBytes(floats(`${name}:turned`, [columns, rows], turned));
  return { initializer, node: [...node, makeNode('Transpose', [`${name}:turned`], [name], { perm: [1, 0] })] };
}

/**
 * The same network with its weights kept small: large ones as signed bytes with a scale for each output channel, the
 * others as halves. It computes in the precision it did before: the nodes that widen the weights have constant inputs
 * only, so the runtime runs them once, when it loads the network.
 *
 * @param smallest tensors of fewer weights stay halves.
 */
export function eightBitWeights(model: Model, smallest = SMALLEST): Model {
  const { graph } = model;
  const matrices = new Set(graph.node.filter(({ opType }) => opType === 'MatMul').map(({ input }) => input[1]));
  const stored = graph.initializer.map((tensor): Stored => {
    const asIs: Stored = { initializer: [tensor], node: [] };
    if (tensor.dims.length < 2) return asIs;
    if (tensor.dataType === ELEMENT.half)
      return sizeOf(tensor) < smallest || tensor.dims.length !== 4 ? asIs : asBytes(tensor);
    if (tensor.dataType !== ELEMENT.float) return asIs;
    if (sizeOf(tensor) < smallest) return asHalves(tensor);
    return matrices.has(tensor.name as string) ? asTransposedBytes(tensor) : asBytes(tensor);
  });
  const initializer = stored.flatMap((one) => one.initializer);
  return { ...model, graph: { ...graph, initializer, node: [...stored.flatMap((one) => one.node), ...graph.node] } };
}

/**
 * The same network with its weights kept as halves.
 *
 * @param smallest tensors of fewer weights stay as they are. Those are the early layers and the depthwise ones, whose errors travel far.
 */
export function halfWeights(model: Model, smallest = 0): Model {
  const { graph } = model;
  const kept = graph.initializer.filter((tensor) => sizeOf(tensor) < smallest);
  const others = graph.initializer.filter((tensor) => sizeOf(tensor) >= smallest);
  const small = eightBitWeights({ ...model, graph: { ...graph, initializer: others } }, Number.POSITIVE_INFINITY);
  return { ...small, graph: { ...small.graph, initializer: [...kept, ...small.graph.initializer] } };
}
