import * as ort from 'onnxruntime-web';
import { expect, test } from 'vitest';
import { floats, floatValue, makeModel, makeNode } from '../../../models/onnx/build.ts';
import { writeModel } from '../../../models/onnx/model.ts';
import { cardInWords, cardOf } from '../../../models/own/card.ts';
import { convert, type Wanted } from '../../../models/own/convert.ts';
import { headInWords, parseHead } from '../../../models/own/head.ts';
import { readCard } from '../../../shared/inference/card.ts';

/** Every output channel is the red channel times its factor, and goes through `kind`. */
function network(kind: string, factors: number[], channels = 3, shrunk = false): Uint8Array {
  const weights = factors.flatMap((factor) => Array.from({ length: channels }, (_, c) => (c === 0 ? factor : 0)));
  const stride = shrunk ? 2 : 1;
  return writeModel(
    makeModel('test', {
      node: [
        makeNode('Conv', ['in', 'w'], ['values'], { kernel_shape: [1, 1], strides: [stride, stride] }),
        makeNode(kind, ['values'], ['out'], kind === 'Softmax' ? { axis: 1 } : {}),
      ],
      initializer: [floats('w', [factors.length, channels, 1, 1], weights)],
      input: [floatValue('in', [1, channels, 8, 16])],
      output: [floatValue('out', [1, factors.length, 8 / stride, 16 / stride])],
    }),
  );
}

const wanted: Wanted = { weights: 'as-is', range: '0..1' };

/** Alpha where the input is 1 everywhere. */
async function alphaOf(file: Uint8Array, head?: string): Promise<number> {
  const { onnx, input, output } = await convert(file, { ...wanted, head: head ? parseHead(head) : undefined });
  const session = await ort.InferenceSession.create(onnx);
  const values = new Float32Array(input.reduce((a, b) => a * b)).fill(1);
  const { alpha } = await session.run({ in: new ort.Tensor('float32', values, input) });
  await session.release();
  expect([alpha.dims, output]).toEqual([
    [1, 1, 8, 16],
    [1, 1, 8, 16],
  ]);
  return (alpha.data as Float32Array)[77];
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

test('a sigmoid and a softmax over two classes are recognised', async () => {
  expect(await alphaOf(network('Sigmoid', [2]))).toBeCloseTo(sigmoid(2), 5);
  expect(await alphaOf(network('Softmax', [1, 3]))).toBeCloseTo(sigmoid(2), 5);
});

test('what was exported is recognised when it is exported again', async () => {
  const { onnx } = await convert(network('Softmax', [1, 3]), wanted);
  expect(await alphaOf(onnx)).toBeCloseTo(sigmoid(2), 5);
});

test('other heads are as stated', async () => {
  expect(await alphaOf(network('Identity', [2]), 'logits')).toBeCloseTo(sigmoid(2), 5);
  expect(await alphaOf(network('Identity', [1, 3]), 'logits:1')).toBeCloseTo(sigmoid(2), 5);
  expect(await alphaOf(network('Softmax', [1, 3]), 'softmax:0')).toBeCloseTo(sigmoid(-2), 5);
  const [e, e2, e3] = [1, 2, 3].map(Math.exp);
  expect(await alphaOf(network('Softmax', [1, 2, 3]), 'softmax:0+2')).toBeCloseTo((e + e3) / (e + e2 + e3), 5);
});

test('alpha comes out at the input’s size', async () => {
  expect(await alphaOf(network('Sigmoid', [2], 3, true))).toBeCloseTo(sigmoid(2), 5);
});

test('what is not plain says what was found and how a head is stated', async () => {
  await expect(convert(network('Relu', [1]), wanted)).rejects.toThrow(/ends in Relu over 1 channel, .* --output/);
  await expect(convert(network('Softmax', [1, 2, 3]), wanted)).rejects.toThrow(/Softmax over 3 channels/);
  const stated = (head: string) => convert(network('Softmax', [1, 2]), { ...wanted, head: parseHead(head) });
  await expect(stated('softmax:2')).rejects.toThrow(/no class 2 among 2/);
  await expect(stated('sigmoid')).rejects.toThrow(/gives 2 channels; say which/);
  for (const text of ['softmax', 'sigmoid:1', 'logits:', 'softmax:1+', 'tanh']) {
    expect(() => parseHead(text)).toThrow(/no output/);
  }
  expect(headInWords(parseHead('logits:2+1'))).toBe('logits:2+1');
});

test('a fourth channel is the mask before; the card says so and everything that running it takes', async () => {
  const bytes = network('Sigmoid', [2], 4);
  const converted = await convert(bytes, { ...wanted, range: '-1..1' });
  const facts = { name: 'Mine', file: 'mine.onnx', weights: 'as-is', licence: 'MIT' } as const;
  const card = await cardOf(converted, { ...facts, source: { file: 'mine.onnx', bytes } });
  expect(card).toMatchObject({
    fourth: 'previous-mask',
    input: { name: 'in', size: { width: 16, height: 8 }, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
    head: 'sigmoid',
    parameters: 6,
    golden: { width: 16, height: 8 },
  });
  expect(atob(card.golden.alpha)).toHaveLength(128);
  expect(cardInWords(card)).toContain('16 × 8, RGB from -1 (black) to 1 (white)');
  expect(readCard(JSON.stringify(card))).toEqual(card);
  expect(() => readCard(JSON.stringify({ ...card, file: '../mine.onnx' }))).toThrow(/card’s file is wrong/);
  expect(() => readCard(JSON.stringify({ ...card, golden: undefined }))).toThrow(/card’s golden is wrong/);
  expect(() => readCard('{')).toThrow(/not JSON/);
});
