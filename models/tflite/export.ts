import { floatValue, makeModel } from '../onnx/build.ts';
import type { Model } from '../onnx/model.ts';
import { withDilations } from './batches.ts';
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
 * anew; a transpose is left only beside a reshape or a transpose of the file's own.
 *
 * @throws an error that names the operator, its place and the reason when it cannot be exported, and one in words when the
 *   file is damaged.
 */
export function exportTflite(bytes: Uint8Array, names: Names): Model {
  const model = withDilations(readTflite(bytes));
  const graph = new GraphWriter(model);
  const [input] = model.inputs;
  const output = outputOf(model, names.from);
  const needed = leadingTo(output, model.operators);
  declineQuantised(model, [input, ...[...needed].flatMap(({ outputs }) => outputs)]);
  graph.rename(input, names.input);
  graph.rename(output, names.output);
  model.operators.forEach((operator, place) => {
    if (needed.has(operator)) write(operator, place, graph);
  });
  graph.value(output, graph.tensor(output).shape.length === 4 ? 'channels-first' : 'as in the file');
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

/** @throws Error where what goes in or is computed is integers: dynamic-range weights alone are read. */
function declineQuantised({ tensors }: TfliteModel, computed: readonly number[]): void {
  const found = computed.map((index) => tensors[index]).find((tensor) => tensor?.quantised);
  if (!found) return;
  throw new Error(
    `The TFLite network is fully quantised: “${found.name}” holds integers. Convert it with float inputs and dynamic-range weights.`,
  );
}

/** The operators that tensor `output` is computed by. */
function leadingTo(output: number, operators: readonly TfliteOperator[]): ReadonlySet<TfliteOperator> {
  const needed = new Set([output]);
  const leading = operators.toReversed().filter(({ inputs, outputs }) => {
    if (!outputs.some((index) => needed.has(index))) return false;
    for (const index of inputs) needed.add(index);
    return true;
  });
  return new Set(leading);
}

/** @throws Error that names the operator, its place in the file and what it makes. */
function write(operator: TfliteOperator, place: number, graph: GraphWriter): void {
  try {
    const known = OPERATORS.get(operator.kind);
    if (!known) throw new Error("it is not in the operators' table.");
    known(operator, graph);
  } catch (thrown) {
    const reason =
      thrown instanceof TypeError || thrown instanceof RangeError
        ? 'the file is damaged there.'
        : (thrown as Error).message;
    const made = graph.model.tensors[operator.outputs[0]]?.name;
    throw new Error(`The TFLite operator ${operator.kind} (number ${place}, “${made}”) cannot be exported: ${reason}`);
  }
}
