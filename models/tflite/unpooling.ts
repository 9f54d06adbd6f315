import { floats, integers } from '../onnx/build.ts';
import type { GraphWriter } from './graph.ts';
import type { Export } from './pointwise.ts';
import type { TfliteOperator } from './reader.ts';

/** The options of MediaPipe's own pooling: the C struct { padding, stride width, height, window width, height, activation }. */
function windowOf({ customOptions }: TfliteOperator): readonly [height: number, width: number] {
  if (customOptions.length < 24) throw new Error('its options are cut off.');
  const struct = new DataView(customOptions.buffer);
  const [, strideWidth, strideHeight, width, height, activation] = [0, 4, 8, 12, 16, 20].map((at) =>
    struct.getInt32(at, true),
  );
  if (strideWidth !== width || strideHeight !== height || width < 1 || height < 1 || width * height > 2 ** 10)
    throw new Error('its windows overlap or leave pixels out, which is not exported.');
  if (activation !== 0) throw new Error(`it has the fused activation ${activation}, which is not exported.`);
  return [height, width];
}

/** @throws Error unless windows cover the large picture exactly. */
function expectCover(large: readonly number[], small: readonly number[], window: readonly number[]): void {
  if (large[1] !== small[1] * window[0] || large[2] !== small[2] * window[1])
    throw new Error('its windows do not cover the picture exactly, which is not exported.');
}

const shaped = (graph: GraphWriter, from: string, to: string, shape: readonly number[]) => {
  graph.initializers.push(integers(`${to}:shape`, shape));
  graph.add('Reshape', [from, `${to}:shape`], to);
};

/** Exchanges the rows of windows and the columns between them. */
const EXCHANGED = [0, 2, 1, 3];

/**
 * MediaPipe's own pooling, which remembers where in its window each maximum was (the first of equal ones), and the operator that
 * puts values back there. Written by operators that every backend has, and not by ONNX's MaxUnpool.
 */
export const UNPOOLING: Readonly<Record<string, Export>> = {
  MaxPoolingWithArgmax2D: (operator, graph) => {
    const [pooled, places] = operator.outputs;
    const window = windowOf(operator);
    const large = graph.sizes(operator.inputs[0]);
    const [batch, height, width, channels] = graph.sizes(pooled);
    expectCover(large, [batch, height, width], window);
    const from = graph.value(operator.inputs[0]);
    graph.add('MaxPool', [from], graph.output(pooled), { kernel_shape: window, strides: window });
    if (places === undefined) return;
    const to = graph.output(places);
    shaped(graph, from, `${to}:rows`, [batch * channels * height, window[0], width, window[1]]);
    graph.add('Transpose', [`${to}:rows`], `${to}:turned`, { perm: EXCHANGED });
    shaped(graph, `${to}:turned`, `${to}:windows`, [batch, channels, height, width, window[0] * window[1]]);
    graph.add('ArgMax', [`${to}:windows`], `${to}:whole`, { axis: -1, keepdims: 0 });
    graph.add('Cast', [`${to}:whole`], to, { to: 1 });
  },

  MaxUnpooling2D: (operator, graph) => {
    const [values, places] = operator.inputs.map((input) => graph.value(input));
    const window = windowOf(operator);
    const [batch, height, width, channels] = graph.sizes(operator.inputs[0]);
    const large = graph.sizes(operator.outputs[0]);
    expectCover(large, [batch, height, width], window);
    const to = graph.output(operator.outputs[0]);
    const count = window[0] * window[1];
    const each = [batch, channels, height, width, 1];
    graph.initializers.push(floats(`${to}:all`, [count], [...Array(count).keys()]));
    shaped(graph, values, `${to}:values`, each);
    // MediaPipe adds a tenth to each place and cuts it off here.
    graph.add('Floor', [places], `${to}:floored`);
    shaped(graph, `${to}:floored`, `${to}:places`, each);
    graph.add('Equal', [`${to}:places`, `${to}:all`], `${to}:chosen`);
    graph.add('Cast', [`${to}:chosen`], `${to}:ones`, { to: 1 });
    graph.add('Mul', [`${to}:values`, `${to}:ones`], `${to}:windows`);
    shaped(graph, `${to}:windows`, `${to}:rows`, [batch * channels * height, width, window[0], window[1]]);
    graph.add('Transpose', [`${to}:rows`], `${to}:turned`, { perm: EXCHANGED });
    shaped(graph, `${to}:turned`, to, [batch, channels, large[1], large[2]]);
  },
};
