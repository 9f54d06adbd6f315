import { expect, test } from 'vitest';
import { floats, floatValue, makeModel, makeNode } from '../../../models/onnx/build.ts';
import { writeModel } from '../../../models/onnx/model.ts';
import { inspect, inspectedInWords } from '../../../models/own/inspect.ts';
import { readNetwork } from '../../../models/own/read.ts';
import { tflite } from '../tflite.ts';

/** A 3×3 convolution from 3 to 5 channels, a halving by it, and an enlargement back. */
const network = (height: number | string, width: number | string) =>
  makeModel('test', {
    node: [
      makeNode('Conv', ['in', 'w', 'b'], ['a'], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] }),
      makeNode('Conv', ['a', 'v'], ['c'], { kernel_shape: [2, 2], strides: [2, 2], group: 5 }),
      makeNode('ConvTranspose', ['c', 'u'], ['up'], { kernel_shape: [2, 2], strides: [2, 2] }),
      makeNode('Sigmoid', ['up'], ['out']),
    ],
    initializer: [
      floats('w', [5, 3, 3, 3], Array(135).fill(0)),
      floats('b', [5], Array(5).fill(0)),
      floats('v', [5, 1, 2, 2], Array(20).fill(0)),
      floats('u', [5, 1, 2, 2], Array(20).fill(0)),
    ],
    input: [floatValue('in', [1, 3, height, width])],
    output: [floatValue('out', [1, 1, height, width])],
  });

test('parameters, multiply-adds and memory are those counted by hand', async () => {
  const found = await inspect((await readNetwork(writeModel(network(8, 4)))).model);
  expect(found).toMatchObject({
    inputs: [{ name: 'in', shape: [1, 3, 8, 4] }],
    outputs: [{ name: 'out', shape: [1, 1, 8, 4] }],
    parameters: 135 + 5 + 20 + 20,
    multiplyAdds: 32 * 135 + 8 * 20 + 8 * 20,
    // The input's 96 values and the first convolution's 160 are alive together.
    activations: { largest: 160 * 4, peak: (96 + 160) * 4 },
  });
  expect(found.layers).toEqual([
    { kind: 'Conv', count: 2, parameters: 160, multiplyAdds: 32 * 135 + 8 * 20 },
    { kind: 'ConvTranspose', count: 1, parameters: 20, multiplyAdds: 160 },
    { kind: 'Sigmoid', count: 1, parameters: 0, multiplyAdds: 0 },
  ]);
  expect(inspectedInWords(found)).toMatch(/^Conv +2 +160 +4,480$/m);
});

test('sizes that a network leaves open are as asked for', async () => {
  const { inputs, outputs } = await inspect(network('height', 'width'), 16);
  expect([inputs[0].shape, outputs[0].shape]).toEqual([
    [1, 3, 16, 16],
    [1, 1, 16, 16],
  ]);
});

test('a TFLite file is read too; other bytes are refused in words', async () => {
  const picture = { shape: [1, 2, 2, 1] };
  const found = await inspect((await readNetwork(tflite({ operator: 19, tensors: [picture, picture] }))).model);
  expect(found.layers.map(({ kind }) => kind)).toEqual(['Relu']);
  await expect(readNetwork(Uint8Array.from({ length: 99 }, (_, i) => i * 7))).rejects.toThrow(
    /neither a TFLite, a Keras nor/,
  );
  await expect(readNetwork(new Uint8Array())).rejects.toThrow(/neither a TFLite, a Keras nor/);
});
