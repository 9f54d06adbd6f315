import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-web';
import { expect, test } from 'vitest';
import { floats, floatValue, makeNode } from '../../../models/onnx/build.ts';
import { type Model, readModel, writeModel } from '../../../models/onnx/model.ts';
import { convert } from '../../../models/own/convert.ts';

ort.env.wasm.numThreads = 1;

/** The same network with a softmax over two classes, of which the second is the person, in place of its sigmoid. */
function withSoftmax(model: Model): Model {
  const { graph } = model;
  const last = graph.node.findIndex(({ opType }) => opType === 'Sigmoid');
  const [logits] = graph.node[last].input;
  return {
    ...model,
    graph: {
      ...graph,
      node: [
        ...graph.node.slice(0, last),
        makeNode('Mul', [logits, 'zero'], ['nobody']),
        makeNode('Concat', ['nobody', logits], ['both'], { axis: 1 }),
        makeNode('Softmax', ['both'], ['classes'], { axis: 1 }),
      ],
      initializer: [...graph.initializer, floats('zero', [1], [0])],
      output: [floatValue('classes', [1, 2, 256, 256])],
    },
  };
}

test('sigmoid and softmax of the same network, and both with halves for weights, give the same matte', async () => {
  const sigmoid = new Uint8Array(await readFile('test/fixtures/mobile/mobile.onnx'));
  const softmax = writeModel(withSoftmax(readModel(sigmoid)));
  const forms = [];
  for (const file of [sigmoid, softmax])
    for (const weights of ['as-is', 'fp16'] as const) forms.push(await convert(file, { weights, range: '0..1' }));
  expect(forms.map(({ head }) => head.given)).toEqual(['sigmoid', 'sigmoid', 'softmax', 'softmax']);
  expect(forms[1].onnx.length).toBeLessThan(forms[0].onnx.length);
  const [{ alpha: first }] = forms;
  expect(Math.max(...first.slice(0, 60_000)) - Math.min(...first.slice(0, 60_000))).toBeGreaterThan(0.9);
  for (const { alpha } of forms)
    expect(first.reduce((most, value, i) => Math.max(most, Math.abs(value - alpha[i])), 0)).toBeLessThanOrEqual(
      1 / 255,
    );
}, 120_000);
