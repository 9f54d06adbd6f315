import type { Node } from '../../onnx/model.ts';
import { padsOf } from '../padding.ts';
import { attributesOf } from './attributes.ts';
import type { TfliteWriter } from './graph.ts';

/** Writes one ONNX node. */
export type Write = (node: Node, graph: TfliteWriter) => void;

type Pair = readonly [vertical: number, horizontal: number];

const SAME = 0;
const VALID = 1;
const OHWI = [0, 2, 3, 1];
/** Of depthwise weights, whose second axis is 1, and of transposed ones, whose input channels come first. */
const TURNED = [1, 2, 3, 0];

export interface Window {
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly dilations: Pair;
  /** ONNX's: top, left, bottom, right. */
  readonly pads: readonly number[];
}

/** A node's window. @throws Error when it pads in a way that is not told by numbers. */
export function windowOf(node: Node, kernel?: readonly number[]): Window {
  const attributes = attributesOf(node);
  const pair = (name: string, otherwise: readonly number[]) =>
    attributes.ints(name, otherwise) as unknown as readonly [number, number];
  const padding = attributes.string('auto_pad', 'NOTSET');
  if (padding !== 'NOTSET') throw new Error(`its padding ${padding} is not exported; state it by numbers.`);
  return {
    kernel: pair('kernel_shape', kernel ?? [1, 1]),
    strides: pair('strides', [1, 1]),
    dilations: pair('dilations', [1, 1]),
    pads: attributes.ints('pads', [0, 0, 0, 0]),
  };
}

/** TFLite's number for a window's padding over a picture of that size, where it has one. */
export function paddingOf({ kernel, strides, dilations, pads }: Window, size: Pair): number | undefined {
  if (pads.every((pad) => pad === 0)) return VALID;
  const same = padsOf(SAME, size, kernel, strides, dilations);
  return pads.every((pad, i) => pad === same[i]) ? SAME : undefined;
}

/** Pads a picture by zeros: a tensor of its own. */
export function pad(graph: TfliteWriter, name: string, [top, left, bottom, right]: readonly number[]): number {
  const [batch, channels, height, width] = graph.shapeOf(name);
  const paddings = graph.whole(`${name}:paddings`, [0, 0, top, bottom, left, right, 0, 0], [4, 2]);
  const padded = graph.tensor(`${name}:padded`, [batch, height + top + bottom, width + left + right, channels]);
  graph.add({ code: 34, options: 22 }, [graph.picture(name), paddings], padded);
  return padded;
}

const biasOf = (graph: TfliteWriter, name: string | undefined, output: string, channels: number): number =>
  name ? graph.store(name) : graph.tensor(`${output}:bias`, [channels], new Float32Array(channels));

export const CONVOLUTIONS: Readonly<Record<string, Write>> = {
  Conv: (node, graph) => {
    const [input, weights, bias] = node.input;
    const [output] = node.output;
    const [channels, perGroup, ...kernel] = graph.constant(weights).shape;
    const window = windowOf(node, kernel);
    const [, inside, height, width] = graph.shapeOf(input);
    const group = attributesOf(node).int('group', 1);
    const isDepthwise = group > 1 && group === inside && perGroup === 1;
    if (group > 1 && !isDepthwise) throw new Error(`its ${group} groups are neither one nor one for each channel.`);
    const known = paddingOf(window, [height, width]);
    const from = known === undefined ? pad(graph, input, window.pads) : graph.picture(input);
    const [strides, dilations] = [window.strides, window.dilations].map(([down, right]) => [
      ['int', right] as const,
      ['int', down] as const,
    ]);
    const fields = [['byte', known ?? VALID] as const, ...strides];
    const inputs = [from, graph.store(weights, isDepthwise ? TURNED : OHWI), biasOf(graph, bias, output, channels)];
    const isDilated = window.dilations.some((dilation) => dilation > 1);
    const parts = isDepthwise
      ? {
          code: 4,
          version: isDilated ? 2 : 1,
          options: 2,
          fields: [...fields, ['int', channels / inside] as const, ['byte', 0] as const, ...dilations],
          activation: 4,
        }
      : { code: 3, options: 1, fields: [...fields, ['byte', 0] as const, ...dilations], activation: 3 };
    graph.add(parts, inputs, graph.picture(output));
  },

  ConvTranspose: (node, graph) => {
    const [input, weights, bias] = node.input;
    const [output] = node.output;
    const [, channels, ...kernel] = graph.constant(weights).shape;
    const window = windowOf(node, kernel);
    if (attributesOf(node).int('group', 1) !== 1) throw new Error('it has groups, which is not exported.');
    if (window.dilations.some((dilation) => dilation !== 1)) throw new Error('its dilation is not exported.');
    const [batch, , height, width] = graph.shapeOf(output);
    const [, , rows, columns] = graph.shapeOf(input);
    const padding = paddingOf(window, [height, width]);
    const covers =
      padding === SAME
        ? [rows * window.strides[0], columns * window.strides[1]]
        : [rows, columns].map((size, i) => (size - 1) * window.strides[i] + window.kernel[i]);
    if (padding === undefined || covers[0] !== height || covers[1] !== width)
      throw new Error(`its padding ${window.pads.join(', ')} is neither SAME nor none.`);
    const shape = graph.whole(`${output}:shape`, [batch, height, width, channels]);
    const inputs = [shape, graph.store(weights, TURNED), graph.picture(input), biasOf(graph, bias, output, channels)];
    const [down, right] = window.strides;
    const fields = [['byte', padding] as const, ['int', right] as const, ['int', down] as const];
    graph.add({ code: 67, version: 3, options: 49, fields }, inputs, graph.picture(output));
  },
};
