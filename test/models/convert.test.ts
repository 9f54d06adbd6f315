import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-web';
import { expect, test } from 'vitest';
import { fetchSource } from '../../models/fetch/fetch.ts';
import { CACHE } from '../../models/main.ts';
import { convert } from '../../models/own/convert.ts';
import { parseHead } from '../../models/own/head.ts';
import { SELFIE_LANDSCAPE, SELFIE_MULTICLASS } from '../../models/sources.ts';
import { exportTflite } from '../../models/tflite/export.ts';
import { Table } from '../../models/tflite/table.ts';
import { randomInts } from '../fixtures/random.ts';
import { tflite } from './tflite.ts';

ort.env.wasm.numThreads = 1;

const landscape = async () => new Uint8Array(await readFile(await fetchSource(SELFIE_LANDSCAPE, CACHE)));

const names = { graph: 'test', input: 'input', output: 'output' };

test('a network of one’s own comes out in all weights, with the difference that they make', async () => {
  const bytes = await landscape();
  const [own, halves, eightBit] = [
    await convert(bytes, { weights: 'as-is', range: '0..1' }),
    await convert(bytes, { weights: 'fp16', range: '0..1' }),
    await convert(bytes, { weights: 'int8', range: '0..1' }),
  ];
  expect(own).toMatchObject({ input: [1, 3, 144, 256], output: [1, 1, 144, 256], worst: 0 });
  expect(halves.worst).toBeLessThanOrEqual(5e-3);
  expect(eightBit.worst).toBeLessThanOrEqual(0.5);
});

test('halves that would change alpha too much are kept only where weights are many', async () => {
  const bytes = new Uint8Array(await readFile(await fetchSource(SELFIE_MULTICLASS, CACHE)));
  const head = parseHead('logits:1+2+3+4+5');
  const { worst, onnx } = await convert(bytes, { weights: 'fp16', range: '0..1', head });
  expect(worst).toBeLessThanOrEqual(5e-3);
  expect(onnx.length).toBeGreaterThan(8.5e6);
  expect(onnx.length).toBeLessThan(8.6e6);
}, 120_000);

test('what takes no picture is refused in words', async () => {
  const list = { shape: [1, 4] };
  await expect(
    convert(tflite({ operator: 19, tensors: [list, list] }), { weights: 'as-is', range: '0..1' }),
  ).rejects.toThrow(/takes 1 × 4; one/);
});

test('a huge claim is refused before memory is taken for it', () => {
  const claims = { shape: [1, 65535, 65535, 1] };
  expect(() => exportTflite(tflite({ operator: 19, tensors: [claims, claims] }), names)).toThrow(/which cannot be/);
});

test('lists that claim more than the file holds are refused', () => {
  const list = { shape: [1, 4] };
  const table = Table.root(tflite({ operator: 19, tensors: [list, list] }));
  const readOn = () => {
    for (let i = 0; i < 1e6; i++) table.tables(2);
  };
  expect(readOn).toThrow(/claim more than it holds/);
});

test('truncated files, random bytes and 1,000 mutated files end in an error or in a network, and soon', async () => {
  const whole = await landscape();
  const kernel = Array.from({ length: 36 }, (_, i) => i);
  const tensors = [{ shape: [1, 8, 8, 4] }, { shape: [1, 3, 3, 4], data: kernel }, { shape: [1, 8, 8, 1] }];
  const small = tflite({ operator: 3, tensors, options: { 0: 0, 1: 1, 2: 1 }, wide: [1, 2] });
  const below = randomInts(17);
  const tried = (file: Uint8Array) => {
    try {
      exportTflite(file, names);
      return 'a network';
    } catch (thrown) {
      return thrown instanceof Error && thrown.constructor === Error ? 'an error in words' : thrown;
    }
  };

  const files = function* () {
    for (let i = 0; i < 50; i++) yield whole.slice(0, below(whole.length));
    for (let i = 0; i < 50; i++)
      yield Uint8Array.from({ length: 4096 }, (_, at) => (at < 8 && at > 3 ? whole[at] : below(256)));
    for (let i = 0; i < 1000; i++) {
      const bytes = i % 10 === 0 ? whole : small;
      const mutated = bytes.slice();
      // Half of them near the end, where the structure is: a changed weight is only another network.
      for (let k = 0; k < 1 + below(8); k++) {
        const at = below(2) ? bytes.length - 1 - below(Math.min(60_000, bytes.length)) : below(bytes.length);
        mutated.set(below(2) ? [below(256)] : [255, 255, 255, 255].slice(0, Math.min(4, bytes.length - at)), at);
      }
      yield mutated;
    }
  };
  const ends = new Map<unknown, number>();
  let slowest = 0;
  for (const file of files()) {
    const start = performance.now();
    const end = tried(file);
    slowest = Math.max(slowest, performance.now() - start);
    ends.set(end, (ends.get(end) ?? 0) + 1);
  }
  expect([...ends.keys()].sort()).toEqual(['a network', 'an error in words']);
  expect(slowest).toBeLessThan(5000);
}, 120_000);
