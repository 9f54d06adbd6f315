import type { Node } from '../../onnx/model.ts';

const attribute = ({ attribute }: Node, name: string) => attribute.find((one) => one.name === name);

/** A node's attributes, or what ONNX says that they are where they are missing. */
export const attributesOf = (node: Node) => ({
  int: (name: string, otherwise = 0): number => Number(attribute(node, name)?.i ?? otherwise),
  float: (name: string, otherwise = 0): number => attribute(node, name)?.f ?? otherwise,
  ints: (name: string, otherwise: readonly number[]): number[] =>
    (attribute(node, name)?.ints ?? otherwise).map(Number),
  string: (name: string, otherwise: string): string => {
    const bytes = attribute(node, name)?.s;
    return bytes?.length ? new TextDecoder().decode(bytes) : otherwise;
  },
});
