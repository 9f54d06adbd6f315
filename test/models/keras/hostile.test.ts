import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { exportKeras } from '../../../models/keras/export.ts';
import { readHdf5 } from '../../../models/keras/hdf5.ts';
import { randomInts } from '../../fixtures/random.ts';
import { Building, hdf5 } from './build.ts';

const names = { graph: 'test', input: 'input', output: 'output' };

function small(): Building {
  const net = new Building([8, 8, 3], 6);
  net.add('Conv2D', { padding: 'same', filters: 2, kernel_size: 3, use_bias: false }, ['picture']);
  net.add('BatchNormalization');
  net.add('Activation', { activation: 'sigmoid' });
  return net;
}

async function endOf(file: Uint8Array, weights?: Uint8Array): Promise<unknown> {
  try {
    await exportKeras(file, names, weights);
    return 'a network';
  } catch (thrown) {
    const isOurs = thrown instanceof Error && !(thrown instanceof TypeError || thrown instanceof RangeError);
    return isOurs ? 'an error in words' : thrown;
  }
}

test('truncated files, random bytes and 1,000 mutated files end in an error or in a network, and soon', async () => {
  const net = small();
  const [full, zipped, weights] = [await net.fullH5(), await net.zipped(), await net.weightsH5()];
  const json = new TextEncoder().encode(net.json());
  const below = randomInts(23);
  const mutated = (bytes: Uint8Array) => {
    const copy = bytes.slice();
    for (let k = 0; k < 1 + below(8); k++) {
      const at = below(bytes.length);
      copy.set(below(2) ? [below(256)] : [255, 255, 255, 255].slice(0, Math.min(4, bytes.length - at)), at);
    }
    return copy;
  };
  const files = function* (): Generator<[Uint8Array, Uint8Array?]> {
    for (let i = 0; i < 30; i++) yield [full.slice(0, below(full.length))];
    for (let i = 0; i < 30; i++) yield [zipped.slice(0, below(zipped.length))];
    for (let i = 0; i < 30; i++) yield [Uint8Array.from({ length: 4096 }, (_, at) => (at < 8 ? full[at] : below(256)))];
    for (let i = 0; i < 500; i++) yield [mutated(full)];
    for (let i = 0; i < 250; i++) yield [mutated(zipped)];
    for (let i = 0; i < 250; i++) yield [mutated(json), weights];
  };
  const ends = new Map<unknown, number>();
  let slowest = 0;
  for (const [file, kept] of files()) {
    const start = performance.now();
    const end = await endOf(file, kept);
    slowest = Math.max(slowest, performance.now() - start);
    ends.set(end, (ends.get(end) ?? 0) + 1);
  }
  expect([...ends.keys()].sort()).toEqual(['a network', 'an error in words']);
  expect(ends.get('an error in words')).toBeGreaterThan(200);
  expect(slowest).toBeLessThan(20_000);
}, 240_000);

test('a ZIP that claims 4 GB, or holds a bomb, is refused before memory is taken for it', async () => {
  const zipped = zipSync({ 'config.json': strToU8('{}'), 'model.weights.h5': new Uint8Array(1000) });
  const view = new DataView(zipped.buffer);
  for (let at = 0; at < zipped.length - 4; at++) {
    // The sizes in the directory at the end, which is what is read.
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 0xfffffff0, true);
  }
  await expect(exportKeras(zipped, names)).rejects.toThrow(/claims 4294967280 bytes, more than there can be/);
});

/** A small file whose values, one dataset by many names, fill `count` times 16 MB. */
const unpacksTo = (count: number) =>
  hdf5((root) => {
    const data = new Float32Array(2 ** 22);
    root.create_dataset({ name: 'zeros', data, shape: [2048, 2048], chunks: [2048, 2048], compression: 9 });
    for (let i = 1; i < count; i++) root.create_hard_link('/zeros', `zeros${i}`);
  });

test('weights that unpack to more than a gigabyte are refused', async () => {
  const packed = await unpacksTo(80);
  expect(packed.length).toBeLessThan(2e6);
  await expect(exportKeras(strToU8(small().json()), names, packed)).rejects.toThrow(
    /claims 2048 × 2048 values, more than there can be/,
  );
});

test('a file that takes too long is given up, and the next one is read', async () => {
  await expect(readHdf5(await unpacksTo(20), 1)).rejects.toThrow(/takes too long/);
  expect(Object.keys((await readHdf5(await small().fullH5())).datasets)).toHaveLength(5);
});

test('models that call one another, and layers in a circle, end in words', async () => {
  const text = (layers: object[]) =>
    strToU8(
      JSON.stringify({
        class_name: 'Functional',
        config: { layers, input_layers: [['in', 0, 0]], output_layers: [['a', 0, 0]] },
      }),
    );
  const start = { class_name: 'InputLayer', config: { name: 'in', batch_shape: [null, 8, 8, 3] }, inbound_nodes: [] };
  const relu = (name: string, from: string) => ({
    class_name: 'ReLU',
    config: { name },
    inbound_nodes: [[[from, 0, 0, {}]]],
  });
  const weights = await hdf5(() => {});
  await expect(exportKeras(text([start, relu('a', 'b'), relu('b', 'a')]), names, weights)).rejects.toThrow(
    /in a circle/,
  );
  await expect(exportKeras(text([start, relu('a', 'nobody')]), names, weights)).rejects.toThrow(/“nobody”.*not there/);

  // Ten calls of ten calls of …: a small file, 10^12 layers.
  let inside: object[] = [relu('a', 'in')];
  for (let depth = 0; depth < 12; depth++) {
    const config = {
      name: 'm',
      layers: [start, ...inside],
      input_layers: [['in', 0, 0]],
      output_layers: [['a', 0, 0]],
    };
    const calls = Array.from({ length: 10 }, (_, i) => [[i === 0 ? 'in' : 'm', Math.max(i - 1, 0), 0, {}]]);
    inside = [
      { class_name: 'Functional', config, inbound_nodes: calls },
      { ...relu('a', 'm'), inbound_nodes: [[['m', 9, 0, {}]]] },
    ];
  }
  await expect(exportKeras(text([start, ...inside]), names, weights)).rejects.toThrow(/more layers than can be/);
});
