import { floatValue, makeModel } from '../onnx/build.ts';
import type { Model } from '../onnx/model.ts';
import { GraphWriter } from './graph.ts';
import { OPERATORS } from './operators.ts';
import { readTflite, type TfliteModel, type TfliteOperator } from './reader.ts';

/** NHWC sizes in NCHW order; others as they are. */
const channelsFirst = (shape: readonly number[]) =>
  shape.length === 4 ? [shape[0], shape[3], shape[1], shape[2]] : shape;

/** What the exported graph and its ends are called. */
export interface Names {
  readonly graph: string;
  readonly input: string;
  readonly output: string;
  /** What the source calls the output that is wanted. Default: its first. Operators that lead only to other outputs are left out. */
  readonly from?: string;
}

/**
 * Turns a TFLite network with one picture in and one output wanted into ONNX: NHWC becomes NCHW and weights are laid out
 * anew; a transpose is left only where a picture's values become a list.
 *
 * @throws an error that names the operator when there is none like it in {@link OPERATORS}.
 */
export function exportTflite(bytes: Uint8Array, names: Names): Model {
  const model = readTflite(bytes);
  const graph = new GraphWriter(model);
  const [input] = model.inputs;
  const output = outputOf(model, names.from);
  graph.rename(input, names.input);
  graph.rename(output, names.output);
  for (const operator of leadingTo(output, model.operators)) {
    const write = OPERATORS[operator.kind];
    if (!write)
      throw new Error(`The TFLite operator ${operator.kind} cannot be exported: it is not in the operators' table.`);
    write(operator, graph);
  }
  return makeModel(names.graph, {
    node: graph.nodes,
    initializer: graph.initializers,
    input: [floatValue(names.input, channelsFirst(graph.tensor(input).shape))],
    output: [floatValue(names.output, channelsFirst(graph.tensor(output).shape))],
  });
}

function outputOf({ outputs, tensors }: TfliteModel, name?: string): number {
  const found = name === undefined ? outputs[0] : outputs.find((index) => tensors[index].name === name);
  if (found === undefined) throw new Error(`The TFLite file has no output “${name}”.`);
  return found;
}

/** The operators that tensor `output` is computed by, in the order they run. */
function leadingTo(output: number, operators: readonly TfliteOperator[]): TfliteOperator[] {
  const needed = new Set([output]);
  const leading = operators.toReversed().filter(({ inputs, outputs }) => {
    if (!outputs.some((index) => needed.has(index))) return false;
    for (const index of inputs) needed.add(index);
    return true;
  });
  return leading.reverse();
}
