import { ELEMENT, floatsOf, halves, makeNode } from '../onnx/build.ts';
import { HALF_MAX } from '../onnx/half.ts';
import type { Model, Node, TensorProto } from '../onnx/model.ts';

type Kind = 'float' | 'half' | 'other';

/** Sums over more terms than this lose too much in half precision, where every partial sum is rounded to 11 bits. */
const LONGEST_SUM = 2048;

/** Operators that stay in single precision: sums over whole feature maps, and squares of them. */
const FRAGILE = new Set(['InstanceNormalization', 'GlobalAveragePool']);

/** Inputs that are no data and keep their type (a Resize's regions and scales). */
const isParameter = (node: Node, index: number) => node.opType === 'Resize' && index > 0;

function isFragile(node: Node, constants: ReadonlyMap<string, TensorProto>): boolean {
  if (FRAGILE.has(node.opType)) return true;
  const weights = node.opType === 'Conv' ? constants.get(node.input[1]) : undefined;
  return (
    weights !== undefined &&
    weights.dims.slice(1).reduce<number>((product, size) => product * Number(size), 1) > LONGEST_SUM
  );
}

/**
 * The same network computing in half precision. Graph inputs and outputs stay float; sums that halves cannot carry
 * (long convolutions, normalisations over a whole picture) stay float between casts, their weights stored as halves.
 * Expects constants as initialisers.
 *
 * @throws when a constant is beyond the range of halves.
 */
export function halfPrecision(model: Model): Model {
  const { graph } = model;
  const constants = new Map(graph.initializer.map((tensor) => [tensor.name as string, tensor]));
  const kinds = new Map<string, Kind>(graph.input.map(({ name }) => [name, 'float']));
  for (const [name, { dataType }] of constants) kinds.set(name, dataType === ELEMENT.float ? 'float' : 'other');
  const outputs = new Set(graph.output.map(({ name }) => name));

  const nodes: Node[] = [];
  const stored = new Map<string, TensorProto>();
  const casts = new Set<string>();

  const cast = (name: string, to: 'float' | 'half'): string => {
    const result = `${name}:${to}`;
    if (!casts.has(result)) {
      casts.add(result);
      nodes.push(makeNode('Cast', [name], [result], { to: ELEMENT[to] }));
    }
    return result;
  };

  const storeHalf = (tensor: TensorProto): string => {
    const name = `${tensor.name}:stored`;
    if (!stored.has(name)) {
      const values = floatsOf(tensor);
      if (values.some((value) => Math.abs(value) > HALF_MAX))
        throw new Error(`“${tensor.name}” does not fit half precision.`);
      stored.set(name, halves(name, tensor.dims.map(Number), values));
    }
    return name;
  };

  /** What `name` is called in the precision wanted. */
  const as = (name: string, to: 'float' | 'half'): string => {
    const constant = constants.get(name);
    const kind = kinds.get(name);
    if (kind === 'other') {
      if (constant) stored.set(name, constant);
      return name;
    }
    if (!constant) return kind === to ? name : cast(name, to);
    if (to === 'half') return storeHalf(constant);
    if (constant.dims.length > 1) return cast(storeHalf(constant), 'float');
    stored.set(name, constant);
    return name;
  };

  for (const node of graph.node) {
    const precision = isFragile(node, constants) ? 'float' : 'half';
    const counts = node.opType === 'Shape' || node.input.every((name) => name === '' || kinds.get(name) === 'other');
    const input = node.input.map((name, index) => {
      if (name === '') return name;
      if (node.opType === 'Shape') return name;
      return as(name, isParameter(node, index) ? 'float' : precision);
    });
    const output = node.output.map((name) => {
      kinds.set(name, counts ? 'other' : precision);
      return outputs.has(name) && precision === 'half' ? `${name}:half` : name;
    });
    nodes.push({ ...node, input, output });
    for (const name of node.output) {
      if (outputs.has(name) && precision === 'half') {
        nodes.push(makeNode('Cast', [`${name}:half`], [name], { to: ELEMENT.float }));
        // Nodes that follow may read either.
        kinds.set(name, 'float');
        casts.add(`${name}:half`);
      }
    }
  }
  return { ...model, graph: { ...graph, node: nodes, initializer: [...stored.values()], valueInfo: [] } };
}
