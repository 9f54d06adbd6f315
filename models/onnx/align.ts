import { floats, floatsOf, integers, makeNode } from './build.ts';
import type { Model, Node, TensorProto } from './model.ts';

/** WebGPU kernels read channels four at a time. */
const LANES = 4;

/**
 * The same network with every convolution over a concatenation reading a multiple of four channels: the concatenation
 * repeats as many of its first channels as are missing, with zero weights. onnxruntime-web 1.30's WebGPU convolution
 * gives wrong results for some other counts (99 of them, 3×3), on every adapter tried.
 */
export function alignChannels(model: Model): Model {
  const { graph } = model;
  const constants = new Map(graph.initializer.map((tensor) => [tensor.name as string, tensor]));
  const makers = new Map(graph.node.flatMap((node) => node.output.map((name) => [name, node] as const)));
  const added: TensorProto[] = [];
  const widened = new Map<string, Node[]>();

  for (const { opType, input } of graph.node) {
    const weights = opType === 'Conv' ? constants.get(input[1]) : undefined;
    const concat = makers.get(input[0]);
    if (!weights || concat?.opType !== 'Concat') continue;
    const dims = weights.dims.map(Number);
    const missing = (LANES - (dims[1] % LANES)) % LANES;
    if (missing === 0) continue;
    const repeated = `${input[0]}:repeated`;
    const bounds = { starts: 0, ends: missing, axes: 1 };
    for (const [name, value] of Object.entries(bounds)) added.push(integers(`${repeated}:${name}`, [value]));
    const parameters = Object.keys(bounds).map((name) => `${repeated}:${name}`);
    widened.set(input[0], [
      makeNode('Slice', [concat.input[0], ...parameters], [repeated]),
      { ...concat, input: [...concat.input, repeated] },
    ]);
    constants.set(input[1], withZeros(weights, missing));
  }

  const node = graph.node.flatMap((one) => widened.get(one.output[0]) ?? [one]);
  return { ...model, graph: { ...graph, node, initializer: [...constants.values(), ...added] } };
}

/** Convolution weights `[out, in, …]` with `more` input channels of zeros. */
function withZeros(weights: TensorProto, more: number): TensorProto {
  const [out, channels, ...kernel] = weights.dims.map(Number);
  const values = floatsOf(weights);
  const [from, to] = [values.length / out, (values.length / out / channels) * (channels + more)];
  const padded = new Float32Array(out * to);
  for (let o = 0; o < out; o++) padded.set(values.subarray(o * from, (o + 1) * from), o * to);
  return floats(weights.name as string, [out, channels + more, ...kernel], padded);
}
