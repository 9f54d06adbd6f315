import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-web';
import { expect, test } from 'vitest';
import { exportKeras } from '../../../models/keras/export.ts';
import { LAYERS } from '../../../models/keras/layers.ts';
import { type Model, writeModel } from '../../../models/onnx/model.ts';
import { convert } from '../../../models/own/convert.ts';
import { eightBitWeights } from '../../../models/precision/weights.ts';
import { Building, hdf5 } from './build.ts';
import { masked, mobile, pspnet, unet } from './networks.ts';

ort.env.wasm.numThreads = 1;

const names = { graph: 'test', input: 'input', output: 'output' };

/** The largest difference from the reference. */
async function worst(model: Model, { input, output }: Building): Promise<number> {
  const [height, width, channels] = input.shape;
  const first = new Float32Array(input.data.length);
  input.data.forEach((value, i) => {
    first[(i % channels) * height * width + Math.floor(i / channels)] = value;
  });
  const session = await ort.InferenceSession.create(writeModel(model));
  const found = await session.run({ input: new ort.Tensor('float32', first, [1, channels, height, width]) });
  await session.release();
  const [rows, columns, classes] = output.shape;
  expect(found.output.dims).toEqual([1, classes, rows, columns]);
  const values = found.output.data as Float32Array;
  return output.data.reduce(
    (most, value, i) =>
      Math.max(most, Math.abs(value - values[(i % classes) * rows * columns + Math.floor(i / classes)])),
    0,
  );
}

const kinds = (model: Model) => model.graph.node.map(({ opType }) => opType);

test.each([
  ['a U-Net', unet],
  ['a network with dilation and pyramid pooling', pspnet],
  ['a separable encoder and decoder with PReLU and transposed convolutions', mobile],
  ['a network of four channels and two classes', masked],
])('%s gives what its layers give, in all of Keras’ formats and in halves', async (_, build) => {
  const net = build();
  const spread = Math.max(...net.output.data) - Math.min(...net.output.data);
  expect(spread).toBeGreaterThan(0.1);
  const model = await exportKeras(await net.fullH5(), names);
  expect(await worst(model, net)).toBeLessThan(1e-4);
  expect(await worst(eightBitWeights(model, Number.POSITIVE_INFINITY), net)).toBeLessThan(5e-3);
  const described = await exportKeras(new TextEncoder().encode(net.json()), names, await net.weightsH5());
  expect(await worst(described, net)).toBeLessThan(1e-4);
  expect(await worst(await exportKeras(await net.zipped(), names), net)).toBeLessThan(1e-4);
});

test('normalisation is folded into the layer before it, and nothing is transposed', async () => {
  const found = kinds(await exportKeras(await unet().fullH5(), names));
  // The rescaling's; of the seven normalisations none is left.
  expect(found.filter((kind) => kind === 'Mul' || kind === 'BatchNormalization')).toHaveLength(1);
  expect(found).not.toContain('Transpose');
});

test('a Keras network becomes one that ends in alpha', async () => {
  const { input, output, head } = await convert(await masked().fullH5(), { weights: 'fp16', range: '0..1' });
  expect({ input, output, head }).toEqual({
    input: [1, 4, 16, 12],
    output: [1, 1, 16, 12],
    head: { given: 'softmax', classes: [1] },
  });
});

test('a model in a model, and a sequence, give the same', async () => {
  const net = new Building([8, 8, 3], 5);
  net.add('Conv2D', { padding: 'same', filters: 4, kernel_size: 3, activation: 'relu' }, ['picture']);
  net.add('BatchNormalization');
  net.add('Conv2D', { padding: 'same', filters: 1, kernel_size: 3, activation: 'sigmoid' });
  const plain = (JSON.parse(net.json()) as { config: { layers: { class_name: string; config: object }[] } }).config
    .layers;
  const [, ...own] = plain.map(({ class_name, config }) => ({ class_name, config }));
  const text = (config: object) => new TextEncoder().encode(JSON.stringify(config));
  const shape = { name: 'start', batch_input_shape: [null, 8, 8, 3] };
  const start = { class_name: 'InputLayer', config: shape };
  const weights = await net.weightsH5();
  const sequence = text({ class_name: 'Sequential', config: { name: 's', layers: [start, ...own] } });
  expect(await worst(await exportKeras(sequence, names, weights), net)).toBeLessThan(1e-4);

  const inside = { class_name: 'Sequential', config: { name: 'body', layers: own } };
  const nested = text({ class_name: 'Sequential', config: { name: 's', layers: [start, inside] } });
  const grouped = await hdf5((root) => {
    const body = root.create_group('body');
    const names = net.layers.flatMap((layer) => Object.keys(layer.weights).map((key) => `${layer.name}/${key}:0`));
    body.create_attribute('weight_names', names);
    for (const layer of net.layers) {
      const group = body.create_group(layer.name);
      for (const [key, { shape: sizes, data }] of Object.entries(layer.weights))
        group.create_dataset({ name: `${key}:0`, data, shape: [...sizes] });
    }
  });
  expect(await worst(await exportKeras(nested, names, grouped), net)).toBeLessThan(1e-4);
});

test.each([
  ['Lambda', {}, /layer Lambda \(“lambda”\) cannot be exported: it holds Python code; say the same by layers/],
  ['Wibble', {}, /layer Wibble \(“wibble”\) cannot be exported: it is not among the layers/],
  ['Activation', { activation: 'gelu' }, /layer Activation \(“activation”\) .*“gelu” is not exported; replace it by/],
  ['Conv2D', { kernel_size: 3 }, /layer Conv2D \(“conv2d”\) .*the file holds no kernel of it/],
  [
    'Cropping2D',
    {
      cropping: [
        [9, 9],
        [0, 0],
      ],
    },
    /Cropping2D .*its result would be 1 × -10 × 8 × 3/,
  ],
  ['UpSampling2D', { size: [65535, 65535] }, /UpSampling2D .*its result would be/],
  ['Reshape', {}, /Reshape .*the file is damaged there/],
  ['MaxPooling2D', { data_format: 'channels_first' }, /MaxPooling2D .*build the model with channels_last/],
])('a layer that can’t be exported names itself, its place and what could be done: %s', async (kind, config, said) => {
  const layers = [
    { class_name: 'InputLayer', config: { name: 'start', batch_shape: [null, 8, 8, 3] } },
    { class_name: kind, config: { name: kind.toLowerCase(), ...config } },
  ];
  const text = new TextEncoder().encode(JSON.stringify({ class_name: 'Sequential', config: { layers } }));
  await expect(exportKeras(text, names, await hdf5(() => {}))).rejects.toThrow(said);
});

test('parts that are missing are asked for', async () => {
  const net = masked();
  await expect(exportKeras(new TextEncoder().encode(net.json()), names)).rejects.toThrow(/give the \.h5 file/);
  await expect(exportKeras(await net.weightsH5(), names)).rejects.toThrow(/weights alone: give the model\.json/);
});

test('the documentation’s table has every layer', async () => {
  const documentation = await readFile('models/README.md', 'utf8');
  expect([...LAYERS.keys()].filter((name) => !documentation.includes(`\`${name}\``))).toEqual([]);
});
