import { floats, floatsOf, floatValue, integers, makeNode } from '../onnx/build.ts';
import type { Graph, Model, Node } from '../onnx/model.ts';

/**
 * What a network gives, and how alpha is made of it. `sigmoid` is alpha already. `softmax:1` are probabilities of classes,
 * of which class 1 is alpha; `softmax:1+3` adds two. `logits` has yet to go through a sigmoid, `logits:1` through a softmax.
 */
export interface Head {
  readonly given: 'sigmoid' | 'softmax' | 'logits';
  /** The classes that alpha is the sum of; of a single channel none. */
  readonly classes: readonly number[];
}

/** @throws Error in words when the text is no head. */
export function parseHead(text: string): Head {
  const found = /^(sigmoid|softmax(?=:)|logits)(?::(\d{1,3}(?:\+\d{1,3})*))?$/.exec(text);
  if (!found || (found[1] === 'sigmoid' && found[2]))
    throw new Error(`There is no output “${text}”: sigmoid, softmax:1, logits or logits:1 (or 1+2 for two classes).`);
  return { given: found[1] as Head['given'], classes: [...new Set((found[2]?.split('+') ?? []).map(Number))] };
}

export const headInWords = ({ given, classes }: Head): string =>
  classes.length ? `${given}:${classes.join('+')}` : given;

/** Operators that move or enlarge values: what is a probability before them is one after. */
const TRANSPARENT = new Set(['Transpose', 'Reshape', 'Resize', 'Slice', 'Identity', 'Squeeze', 'Unsqueeze', 'Cast']);
const WITHIN_ONE = new Set(['Sigmoid', 'HardSigmoid']);

/** The operator that decides what the values of `output` mean. */
function deciding({ graph }: Model, output: string): Node | undefined {
  const makers = new Map(graph.node.flatMap((node) => node.output.map((name) => [name, node] as const)));
  let node = makers.get(output);
  while (node && TRANSPARENT.has(node.opType)) node = makers.get(node.input[0]);
  return node;
}

/** Whether an operator keeps values within 0 and 1. */
function endsWithinOne({ graph }: Model, node: Node | undefined): boolean {
  if (node?.opType !== 'Clip') return WITHIN_ONE.has(node?.opType ?? '');
  const bounds = node.input.slice(1).map((name) => graph.initializer.find((tensor) => tensor.name === name));
  const [low, high] = bounds.map((tensor) => tensor && floatsOf(tensor)[0]);
  return low === 0 && high === 1;
}

/**
 * The head that a network plainly has: something between 0 and 1 over one channel (a sigmoid, an alpha that was exported before), or a softmax over two, of which the second is the person.
 *
 * @param channels of the output.
 * @throws Error that says what was found and how a head is stated.
 */
export function recogniseHead(model: Model, channels: number): Head {
  const last = deciding(model, model.graph.output[0].name);
  const kind = last?.opType ?? 'nothing';
  if (channels === 1 && endsWithinOne(model, last)) return { given: 'sigmoid', classes: [] };
  if (channels === 2 && kind === 'Softmax') return { given: 'softmax', classes: [1] };
  throw new Error(
    `The network ends in ${kind} over ${channels} channel${channels === 1 ? '' : 's'}, which may mean anything. Say what it is ` +
      'by --output: sigmoid, softmax:1, logits, or logits:1; softmax:1+2 adds two classes.',
  );
}

/** The same graph with what is called `name`, or begins with it and a colon, called otherwise; its inputs keep their names. */
function without(name: string, graph: Graph): Graph {
  const inputs = new Set(graph.input.map((one) => one.name));
  const isTaken = (own: string) => !inputs.has(own) && (own === name || own.startsWith(`${name}:`));
  const renamed = (own: string) => (isTaken(own) ? `own ${own}` : own);
  return {
    ...graph,
    node: graph.node.map((node) => ({
      ...node,
      name: renamed(node.name ?? ''),
      input: node.input.map(renamed),
      output: node.output.map(renamed),
    })),
    initializer: graph.initializer.map((tensor) => ({ ...tensor, name: renamed(tensor.name ?? '') })),
    output: graph.output.map((one) => ({ ...one, name: renamed(one.name) })),
  };
}

/**
 * The same network with one more output in the place of its own: alpha, `name`, `[1, 1, height, width]` at the input's size.
 *
 * @param shapes of the network's output and of its input, NCHW.
 * @throws Error in words when the head doesn't fit the output.
 */
export function withAlpha(
  model: Model,
  { given, classes }: Head,
  shapes: { output: readonly number[]; input: readonly number[] },
  name: string,
): Model {
  const [, channels] = shapes.output;
  if (shapes.output.length !== 4 || shapes.output[0] !== 1)
    throw new Error(
      `The network gives ${shapes.output.join(' × ')}; a picture (1 × channels × height × width) is wanted.`,
    );
  const wrong = classes.find((index) => index >= channels);
  if (wrong !== undefined)
    throw new Error(`There is no class ${wrong} among ${channels} channels, which count from 0.`);
  if (classes.length === 0 && channels !== 1)
    throw new Error(
      `The network gives ${channels} channels; say which are the person, as in ${given === 'sigmoid' ? 'softmax' : given}:1.`,
    );
  if (classes.length > 0 && channels === 1)
    throw new Error('The network gives one channel, which has no classes to choose from.');

  const graph = without(name, model.graph);
  const nodes: Node[] = [];
  const initializer = [...graph.initializer];
  let last = graph.output[0].name;
  const add = (step: string, opType: string, inputs: string[], attributes = {}) => {
    nodes.push(makeNode(opType, [last, ...inputs], [`${name}:${step}`], attributes));
    last = `${name}:${step}`;
  };
  if (given === 'logits' && classes.length === 0) add('odds', 'Sigmoid', []);
  if (given === 'logits' && classes.length > 0) add('classes', 'Softmax', [], { axis: 1 });
  if (classes.length > 0) {
    initializer.push(integers(`${name}:chosen`, classes));
    add('person', 'Gather', [`${name}:chosen`], { axis: 1 });
  }
  if (classes.length > 1) {
    initializer.push(integers(`${name}:axes`, [1]));
    add('sum', 'ReduceSum', [`${name}:axes`], { keepdims: 1 });
  }
  const sizes = [1, 1, shapes.input[2], shapes.input[3]];
  if (sizes[2] !== shapes.output[2] || sizes[3] !== shapes.output[3]) {
    initializer.push(integers(`${name}:sizes`, sizes));
    add('enlarged', 'Resize', ['', '', `${name}:sizes`], {
      mode: 'linear',
      coordinate_transformation_mode: 'half_pixel',
    });
  }
  // Sums of probabilities and hard sigmoids may be beyond the ends by a rounding.
  initializer.push(floats(`${name}:low`, [], [0]), floats(`${name}:high`, [], [1]));
  nodes.push(makeNode('Clip', [last, `${name}:low`, `${name}:high`], [name]));
  return {
    ...model,
    graph: { ...graph, node: [...graph.node, ...nodes], initializer, output: [floatValue(name, sizes)] },
  };
}
