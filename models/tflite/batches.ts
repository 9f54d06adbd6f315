import { integers } from '../onnx/build.ts';
import type { GraphWriter } from './graph.ts';
import { samePadding } from './padding.ts';
import type { Export } from './pointwise.ts';
import type { TfliteModel, TfliteOperator } from './reader.ts';

interface Blocks {
  readonly block: readonly [height: number, width: number];
  /** Paddings or crops: before and after along rows, and along columns. */
  readonly edges: readonly number[];
}

/** What an operator between space and batch is told, where that is constant and makes sense. */
function blocksOf({ tensors }: Pick<TfliteModel, 'tensors'>, { inputs }: TfliteOperator): Blocks | undefined {
  const [block, edges] = inputs.slice(1).map((index) => tensors[index]?.data);
  if (block?.length !== 2 || edges?.length !== 4) return undefined;
  const isPlain = [...block].every((size) => size >= 1) && [...edges].every((size) => size >= 0);
  return isPlain ? { block: [block[0], block[1]], edges: [...edges] } : undefined;
}

function expectBlocks(graph: GraphWriter, operator: TfliteOperator): Blocks {
  const blocks = blocksOf(graph.model, operator);
  if (!blocks) throw new Error('its block is no constant over rows and columns.');
  return blocks;
}

/** Writes a reshape, a transpose and a reshape. */
function rearrange(
  graph: GraphWriter,
  from: string,
  to: string,
  by: { apart: number[]; perm: number[]; whole: number[] },
) {
  graph.initializers.push(integers(`${to}:apart`, by.apart), integers(`${to}:whole`, by.whole));
  graph.add('Reshape', [from, `${to}:apart`], `${to}:blocks`);
  graph.add('Transpose', [`${to}:blocks`], `${to}:turned`, { perm: by.perm });
  graph.add('Reshape', [`${to}:turned`, `${to}:whole`], to);
}

/** Operators that deal a picture's pixels out to several pictures, and back. */
export const BATCHES: Readonly<Record<string, Export>> = {
  SPACE_TO_BATCH_ND: (operator, graph) => {
    const { block, edges } = expectBlocks(graph, operator);
    const [batch, height, width, channels] = graph.sizes(operator.outputs[0]);
    const count = batch / (block[0] * block[1]);
    const from = graph.value(operator.inputs[0]);
    const to = graph.output(operator.outputs[0]);
    const [top, bottom, left, right] = edges;
    graph.initializers.push(integers(`${to}:pads`, [0, 0, top, left, 0, 0, bottom, right]));
    graph.add('Pad', [from, `${to}:pads`], `${to}:padded`);
    rearrange(graph, `${to}:padded`, to, {
      apart: [count, channels, height, block[0], width, block[1]],
      perm: [3, 5, 0, 1, 2, 4],
      whole: [batch, channels, height, width],
    });
  },

  BATCH_TO_SPACE_ND: (operator, graph) => {
    const { block, edges } = expectBlocks(graph, operator);
    const [batch, height, width, channels] = graph.sizes(operator.inputs[0]);
    const count = batch / (block[0] * block[1]);
    const from = graph.value(operator.inputs[0]);
    const to = graph.output(operator.outputs[0]);
    const [rows, columns] = [height * block[0], width * block[1]];
    rearrange(graph, from, `${to}:whole picture`, {
      apart: [block[0], block[1], count, channels, height, width],
      perm: [2, 3, 4, 0, 5, 1],
      whole: [count, channels, rows, columns],
    });
    const cut = { starts: [edges[0], edges[2]], ends: [rows - edges[1], columns - edges[3]], axes: [2, 3] };
    for (const [key, values] of Object.entries(cut)) graph.initializers.push(integers(`${to}:${key}`, values));
    graph.add('Slice', [`${to}:whole picture`, ...Object.keys(cut).map((key) => `${to}:${key}`)], to);
  },
};

const CONVOLUTIONS = ['CONV_2D', 'DEPTHWISE_CONV_2D'];

/**
 * The same network with convolutions that stand between SPACE_TO_BATCH_ND and BATCH_TO_SPACE_ND, which is how TensorFlow
 * dilates, as dilated ones. What does not stand so stays.
 */
export function withDilations(model: TfliteModel): TfliteModel {
  // Nobody is the only reader of what is read twice, or given out.
  const readers = new Map<number, TfliteOperator | undefined>();
  for (const operator of model.operators)
    for (const index of operator.inputs) readers.set(index, readers.has(index) ? undefined : operator);
  for (const index of model.outputs) readers.set(index, undefined);
  const onlyReader = ({ outputs: [output] }: TfliteOperator) => readers.get(output);
  const folded = new Map<TfliteOperator, TfliteOperator | undefined>();
  for (const spread of model.operators.filter(({ kind }) => kind === 'SPACE_TO_BATCH_ND')) {
    const middle = onlyReader(spread);
    const gather = middle && CONVOLUTIONS.includes(middle.kind) ? onlyReader(middle) : undefined;
    if (!middle || gather?.kind !== 'BATCH_TO_SPACE_ND' || middle.inputs[0] !== spread.outputs[0]) continue;
    const dilated = dilatedBy(model, spread, middle, gather);
    if (!dilated) continue;
    const inputs = [spread.inputs[0], ...middle.inputs.slice(1)];
    folded.set(spread, undefined).set(middle, undefined);
    folded.set(gather, { ...middle, inputs, outputs: gather.outputs, dilated });
  }
  const operators = model.operators.flatMap((one) => (folded.has(one) ? (folded.get(one) ?? []) : one));
  return { ...model, operators };
}

/** What a convolution between the two is over the picture itself, where it is one. */
function dilatedBy(
  model: TfliteModel,
  spread: TfliteOperator,
  middle: TfliteOperator,
  gather: TfliteOperator,
): TfliteOperator['dilated'] {
  const [before, after] = [blocksOf(model, spread), blocksOf(model, gather)];
  if (!before || !after) return undefined;
  const first = middle.kind === 'CONV_2D' ? 4 : 5;
  const steps = [1, 2, first, first + 1].map((field) => middle.options?.int(field, 1) ?? 1);
  const isPlain = steps.every((step) => step === 1) && before.block.every((size, axis) => size === after.block[axis]);
  if (!isPlain) return undefined;
  const kernel = (model.tensors[middle.inputs[1]]?.shape ?? []).slice(1, 3);
  const within = model.tensors[middle.inputs[0]].shape.slice(1, 3);
  const isSame = (middle.options?.byte(0) ?? 0) === 0;
  const [rows, columns] = before.block.map((size, axis) =>
    (isSame ? samePadding(within[axis], kernel[axis], 1) : [0, 0]).map(
      (own, side) => before.edges[2 * axis + side] + own * size - after.edges[2 * axis + side],
    ),
  );
  const pads = [rows[0], columns[0], rows[1], columns[1]];
  return pads.every((pad) => pad >= 0) ? { dilations: before.block, pads } : undefined;
}
