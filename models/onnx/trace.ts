import * as ort from 'onnxruntime-web';
import { type Model, writeModel } from './model.ts';

/** The shape of every value of a graph, constants among them, by name. */
export type Shapes = ReadonlyMap<string, readonly number[]>;

/** The sizes of a graph's inputs; a size that is known only when run is `open`. */
export const inputsOf = ({ graph }: Model): { name: string; elemType: number; shape: (number | 'open')[] }[] => {
  const constants = new Set(graph.initializer.map(({ name }) => name));
  return graph.input
    .filter(({ name }) => !constants.has(name))
    .map(({ name, type }) => ({
      name,
      elemType: type.tensorType.elemType,
      shape: (type.tensorType.shape?.dim ?? []).map(({ dimValue }) => Number(dimValue ?? 0) || 'open'),
    }));
};

/**
 * Runs a network once on zeros and notes the shape of everything that it computes.
 *
 * @param shapes the sizes of each input, by name.
 * @throws Error in words when the network takes something else than single precision, or does not run.
 */
export async function trace(model: Model, shapes: ReadonlyMap<string, readonly number[]>): Promise<Shapes> {
  const { graph } = model;
  const feeds: Record<string, ort.Tensor> = {};
  for (const { name, elemType } of inputsOf(model)) {
    if (elemType !== 1) throw new Error(`The input “${name}” has element type ${elemType}; only 1 (float) is run.`);
    const shape = shapes.get(name) ?? [];
    feeds[name] = new ort.Tensor('float32', new Float32Array(shape.reduce((a, b) => a * b, 1)), shape);
  }
  const found = new Map(graph.initializer.map(({ name, dims }) => [name as string, dims.map(Number)]));
  for (const [name, { dims }] of Object.entries(feeds)) found.set(name, [...dims]);
  const names = graph.node.flatMap(({ output }) => output.filter((name) => name !== ''));
  const known = new Set(graph.output.map(({ name }) => name));
  const more = names.filter((name) => !known.has(name)).map((name) => ({ name }) as Model['graph']['output'][number]);
  const session = await ort.InferenceSession.create(
    writeModel({ ...model, graph: { ...graph, output: [...graph.output, ...more] } }),
    { graphOptimizationLevel: 'disabled' },
  );
  try {
    const outputs = await session.run(feeds);
    for (const [name, tensor] of Object.entries(outputs)) {
      found.set(name, [...tensor.dims]);
      tensor.dispose();
    }
  } finally {
    await session.release();
  }
  return found;
}
