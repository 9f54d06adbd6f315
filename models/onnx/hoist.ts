import type { Model, TensorProto } from './model.ts';

const keyOf = ({ dims, dataType, rawData }: TensorProto) =>
  `${dataType}:${dims.map(Number)}:${Buffer.from(rawData ?? []).toString('base64')}`;

/** The same model with `Constant` nodes turned into initialisers, each value kept once. */
export function hoistConstants(model: Model): Model {
  const initializer = [...model.graph.initializer];
  const named = new Map<string, string>();
  const kept = new Map<string, string>();
  const node = model.graph.node.filter(({ opType, attribute, output }) => {
    const value = opType === 'Constant' ? attribute.find(({ name }) => name === 'value')?.t : undefined;
    if (!value) return true;
    const key = keyOf(value);
    const first = kept.get(key) ?? output[0];
    if (first === output[0]) {
      kept.set(key, first);
      initializer.push({ ...value, name: first });
    }
    named.set(output[0], first);
    return false;
  });
  const renamed = node.map((one) => ({ ...one, input: one.input.map((name) => named.get(name) ?? name) }));
  return { ...model, graph: { ...model.graph, node: renamed, initializer } };
}
