import { floatValue, makeModel } from '../onnx/build.ts';
import type { Model } from '../onnx/model.ts';
import { GraphWriter } from './graph.ts';
import { OPERATORS } from './operators.ts';
import { readTflite } from './reader.ts';

/** NHWC sizes in NCHW order. */
const channelsFirst = ([batch, height, width, channels]: readonly number[]) => [batch, channels, height, width];

/**
 * Turns a TFLite network with one picture in and one out into ONNX: NHWC becomes NCHW, weights are laid out anew, and
 * no transpose is left in the graph.
 *
 * @throws an error that names the operator when there is none like it in {@link OPERATORS}.
 */
export function exportTflite(bytes: Uint8Array, names: { graph: string; input: string; output: string }): Model {
  const model = readTflite(bytes);
  const graph = new GraphWriter(model);
  const [input] = model.inputs;
  const [output] = model.outputs;
  graph.rename(input, names.input);
  graph.rename(output, names.output);
  for (const operator of model.operators) {
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
