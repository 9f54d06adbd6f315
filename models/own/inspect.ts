import type { Model, Node } from '../onnx/model.ts';
import { inputsOf, type Shapes, trace } from '../onnx/trace.ts';

/** One kind of layer in a network. */
export interface Kind {
  /** ONNX's name of the operator. */
  readonly kind: string;
  readonly count: number;
  readonly parameters: number;
  readonly multiplyAdds: number;
}

/** What a network is made of and what a run of it takes. */
export interface Inspected {
  readonly inputs: readonly { readonly name: string; readonly shape: readonly number[] }[];
  readonly outputs: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /** The most expensive first. */
  readonly layers: readonly Kind[];
  readonly parameters: number;
  readonly multiplyAdds: number;
  /** Bytes of single-precision values: the largest, and the most that are needed at one moment of a run in order. */
  readonly activations: { readonly largest: number; readonly peak: number };
}

const countOf = (shape: readonly number[] = []) => shape.reduce((product, size) => product * size, 1);

/** Products that a node sums up. Every other operator's work is next to nothing beside these. */
function multiplyAddsOf({ opType, input, output }: Node, shapes: Shapes): number {
  const [from, weights, to] = [shapes.get(input[0]) ?? [], shapes.get(input[1]) ?? [], shapes.get(output[0]) ?? []];
  if (opType === 'Conv') return (countOf(to) * countOf(weights)) / (weights[0] || 1);
  if (opType === 'ConvTranspose') return (countOf(from) * countOf(weights)) / (weights[0] || 1);
  if (opType === 'MatMul' || opType === 'Gemm') return countOf(to) * (from.at(-1) ?? 1);
  return 0;
}

/** The nodes that compute from the input; the others only make constants of constants, once, when the network is loaded. */
function computing({ graph }: Model): { nodes: Node[]; constants: Map<string, number> } {
  /** How many parameters a constant holds. */
  const constants = new Map(
    graph.initializer.map((tensor) => [
      tensor.name as string,
      tensor.dataType === 7 ? 0 : countOf(tensor.dims.map(Number)),
    ]),
  );
  const nodes = graph.node.filter(({ input, output, opType }) => {
    if (opType !== 'Constant' && !input.every((name) => name === '' || constants.has(name))) return true;
    const held = input.reduce((sum, name) => sum + (constants.get(name) ?? 0), 0);
    for (const name of output) constants.set(name, held);
    return false;
  });
  return { nodes, constants };
}

/** The most bytes that are alive at one moment: a value lives from the node that makes it to the last that reads it. */
function activationsOf(nodes: readonly Node[], inputs: readonly string[], kept: readonly string[], shapes: Shapes) {
  const last = new Map<string, number>();
  for (const [at, { input }] of nodes.entries()) {
    for (const name of input) last.set(name, at);
  }
  for (const name of kept) last.set(name, nodes.length);
  const bytesOf = (name: string) => 4 * countOf(shapes.get(name));
  const alive = new Set(inputs);
  let [largest, peak] = [0, 0];
  nodes.forEach(({ output }, at) => {
    for (const name of output) if (name !== '') alive.add(name);
    peak = Math.max(
      peak,
      [...alive].reduce((sum, name) => sum + bytesOf(name), 0),
    );
    largest = Math.max(largest, ...output.map((name) => (name === '' ? 0 : bytesOf(name))));
    for (const name of alive) if ((last.get(name) ?? -1) <= at) alive.delete(name);
  });
  return { largest, peak };
}

/**
 * What a network is made of. It is run once on zeros to see what shapes its values have.
 *
 * @param side the height and width of inputs that leave them open.
 * @throws Error in words when the network does not run.
 */
export async function inspect(model: Model, side = 256): Promise<Inspected> {
  const { graph } = model;
  const open = [1, 3, side, side];
  const inputs = inputsOf(model).map(({ name, shape }) => ({
    name,
    shape: shape.map((size, axis) => (size === 'open' ? (open[axis] ?? 1) : size)),
  }));
  if (inputs.some(({ shape }) => countOf(shape) > 2 ** 26))
    throw new Error('The network takes more than can be run here.');
  const shapes = await trace(model, new Map(inputs.map(({ name, shape }) => [name, shape])));
  const outputs = graph.output.map(({ name }) => ({ name, shape: shapes.get(name) ?? [] }));
  const { nodes, constants } = computing(model);
  const kinds = new Map<string, { count: number; parameters: number; multiplyAdds: number }>();
  const counted = new Set<string>();
  for (const node of nodes) {
    const kind = kinds.get(node.opType) ?? { count: 0, parameters: 0, multiplyAdds: 0 };
    kind.count++;
    kind.multiplyAdds += multiplyAddsOf(node, shapes);
    for (const name of node.input) if (!counted.has(name)) kind.parameters += constants.get(name) ?? 0;
    for (const name of node.input) counted.add(name);
    kinds.set(node.opType, kind);
  }
  const layers = [...kinds]
    .map(([kind, numbers]) => ({ kind, ...numbers }))
    .sort((a, b) => b.multiplyAdds - a.multiplyAdds || b.count - a.count || a.kind.localeCompare(b.kind));
  const total = (key: 'parameters' | 'multiplyAdds') => layers.reduce((sum, layer) => sum + layer[key], 0);
  const names = inputs.map(({ name }) => name);
  return {
    inputs,
    outputs,
    layers,
    parameters: total('parameters'),
    multiplyAdds: total('multiplyAdds'),
    activations: activationsOf(
      nodes,
      names,
      outputs.map(({ name }) => name),
      shapes,
    ),
  };
}

const grouped = (count: number) => count.toLocaleString('en');

/** The same for people, a line a kind. */
export function inspectedInWords({
  inputs,
  outputs,
  layers,
  parameters,
  multiplyAdds,
  activations,
}: Inspected): string {
  const ends = (list: Inspected['inputs']) => list.map(({ name, shape }) => `${name} ${shape.join(' × ')}`).join(', ');
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  return [
    `from ${ends(inputs)}`,
    `to   ${ends(outputs)}`,
    '',
    `${'layer'.padEnd(22)}${'count'.padStart(6)}${'parameters'.padStart(14)}${'multiply-adds'.padStart(18)}`,
    ...layers.map(
      (layer) =>
        `${layer.kind.padEnd(22)}${grouped(layer.count).padStart(6)}${grouped(layer.parameters).padStart(14)}${grouped(layer.multiplyAdds).padStart(18)}`,
    ),
    `${'all'.padEnd(22)}${grouped(layers.reduce((sum, { count }) => sum + count, 0)).padStart(6)}${grouped(parameters).padStart(14)}${grouped(multiplyAdds).padStart(18)}`,
    '',
    `activations: at most ${megabytes(activations.peak)} at once, the largest ${megabytes(activations.largest)} (single precision)`,
  ].join('\n');
}
