import { ELEMENT, floats, floatsOf } from '../onnx/build.ts';
import type { Model, TensorProto } from '../onnx/model.ts';

const valuesOf = (tensor: TensorProto): ArrayLike<number> =>
  tensor.dataType === ELEMENT.int8 ? new Int8Array(Uint8Array.from(tensor.rawData ?? []).buffer) : floatsOf(tensor);

/** `[out, …]` times `[out, 1, …]`. */
function scaled(name: string, whole: TensorProto, scales: TensorProto): TensorProto {
  const [values, factors] = [floatsOf(whole), floatsOf(scales)];
  const each = values.length / factors.length;
  return floats(
    name,
    whole.dims.map(Number),
    values.map((value, i) => value * factors[Math.floor(i / each)]),
  );
}

/**
 * Undoes `eightBitWeights` for convolutions: the nodes that widen and scale constants are run, and their results kept in
 * single precision.
 */
export function wideWeights(model: Model): Model {
  const { graph } = model;
  const constants = new Map(graph.initializer.map((tensor) => [tensor.name as string, tensor]));
  const node = graph.node.filter(({ opType, input, output: [name] }) => {
    const known = input.map((each) => constants.get(each));
    const [first, second] = known;
    if (!first || (opType !== 'Cast' && !(opType === 'Mul' && second))) return true;
    const wide = second ? scaled(name, first, second) : floats(name, first.dims.map(Number), valuesOf(first));
    constants.set(name, wide);
    return false;
  });
  const used = new Set(node.flatMap(({ input }) => input));
  const initializer = [...constants.values()].filter(({ name }) => used.has(name as string));
  return { ...model, graph: { ...graph, node, initializer } };
}

/** Keeps halves in single precision where the network itself widens them before it uses them, as TFLite files with weights in halves do. */
export function wideHalves(model: Model): Model {
  const { graph } = model;
  const constants = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
  const wide: TensorProto[] = [];
  const node = graph.node.filter(({ opType, input, output: [name], attribute }) => {
    const half = opType === 'Cast' ? constants.get(input[0]) : undefined;
    const to = Number(attribute.find((one) => one.name === 'to')?.i);
    if (half?.dataType !== ELEMENT.half || to !== ELEMENT.float) return true;
    wide.push(floats(name, half.dims.map(Number), floatsOf(half)));
    return false;
  });
  const used = new Set(node.flatMap(({ input }) => input));
  const initializer = [...graph.initializer, ...wide].filter(({ name }) => used.has(name as string));
  return { ...model, graph: { ...graph, node, initializer } };
}
