import { alignChannels } from './onnx/align.ts';
import { ELEMENT, floats, floatsOf } from './onnx/build.ts';
import { hoistConstants } from './onnx/hoist.ts';
import { type Model, readModel, writeModel } from './onnx/model.ts';
import { halfPrecision } from './precision/half.ts';
import { eightBitWeights } from './precision/weights.ts';

/** In a file this small the backbone's middle layers count as well. */
const SMALLEST = 20_000;

/**
 * The network of `portrait-s.onnx` made whole: its constants, kept as halves, in single precision, and those that
 * training left as they are in MODNet's file taken from there, by their names.
 *
 * @throws Error when a constant is in neither file.
 */
export function completed(ours: Model, modnet: Model): Model {
  const { graph } = ours;
  const theirs = new Map(modnet.graph.initializer.map((tensor) => [tensor.name, tensor]));
  const initializer = graph.initializer.map((tensor) =>
    tensor.dataType === ELEMENT.half
      ? floats(tensor.name as string, tensor.dims.map(Number), floatsOf(tensor))
      : tensor,
  );
  const known = new Set([
    ...[...graph.input, ...initializer].map(({ name }) => name),
    ...graph.node.flatMap(({ output }) => output),
  ]);
  for (const name of new Set(graph.node.flatMap(({ input }) => input))) {
    if (name === '' || known.has(name)) continue;
    const tensor = theirs.get(name);
    if (!tensor) throw new Error(`portrait-s.onnx needs “${name}”, which MODNet's file does not have.`);
    initializer.push(tensor);
  }
  return { ...ours, graph: { ...graph, initializer } };
}

/**
 * The portrait-s artifacts: `ours` is `portrait-s.onnx`, written by `models/train`. Inputs, outputs and precisions are
 * those of `exportPortrait`, but sides are multiples of 64.
 *
 * @throws what {@link completed} throws.
 */
export function exportPortraitS(ours: Uint8Array, modnet: Uint8Array): Record<'fp32' | 'fp16' | 'int8', Uint8Array> {
  const model = alignChannels(hoistConstants(completed(readModel(ours), readModel(modnet))));
  return {
    fp32: writeModel(model),
    fp16: writeModel(eightBitWeights(halfPrecision(model), SMALLEST)),
    int8: writeModel(eightBitWeights(model, SMALLEST)),
  };
}
