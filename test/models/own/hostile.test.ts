import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-web';
import { expect, test } from 'vitest';
import { floats, floatValue, makeModel, makeNode } from '../../../models/onnx/build.ts';
import { writeModel } from '../../../models/onnx/model.ts';
import { convert } from '../../../models/own/convert.ts';
import { mutatedBytes } from '../../fixtures/mutated.ts';
import { randomInts } from '../../fixtures/random.ts';

ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'fatal';

const small = Uint8Array.from(
  writeModel(
    makeModel('small', {
      node: [
        makeNode('Conv', ['input', 'w'], ['a'], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] }),
        makeNode('Relu', ['a'], ['b']),
        makeNode('Conv', ['b', 'v'], ['c'], { kernel_shape: [1, 1] }),
        makeNode('Sigmoid', ['c'], ['output']),
      ],
      initializer: [
        floats(
          'w',
          [4, 3, 3, 3],
          Array.from({ length: 108 }, (_, i) => Math.sin(i)),
        ),
        floats('v', [1, 4, 1, 1], [1, -1, 2, -2]),
      ],
      input: [floatValue('input', [1, 3, 16, 16])],
      output: [floatValue('output', [1, 1, 16, 16])],
    }),
  ),
);

async function endOf(file: Uint8Array): Promise<unknown> {
  try {
    await convert(file, { weights: 'as-is', range: '0..1' });
    return 'a network';
  } catch (thrown) {
    return thrown instanceof Error && thrown.constructor === Error ? 'an error in words' : thrown;
  }
}

test('truncated files, random bytes and 1,000 mutated ONNX files end in an error or in a network, soon and in little memory', async () => {
  const trained = new Uint8Array(await readFile('test/fixtures/mobile/mobile.onnx'));
  const below = randomInts(29);
  const files = function* () {
    for (let i = 0; i < 50; i++) yield small.slice(0, below(small.length));
    for (let i = 0; i < 50; i++) yield Uint8Array.from({ length: 4096 }, () => below(256));
    for (let i = 0; i < 1000; i++) yield mutatedBytes(i % 20 === 0 ? trained : small, below);
  };
  const ends = new Map<unknown, number>();
  const before = process.memoryUsage().rss;
  let slowest = 0;
  for (const file of files()) {
    const start = performance.now();
    const end = await endOf(file);
    slowest = Math.max(slowest, performance.now() - start);
    ends.set(end, (ends.get(end) ?? 0) + 1);
  }
  expect([...ends.keys()].sort()).toEqual(['a network', 'an error in words']);
  expect(ends.get('a network')).toBeGreaterThan(20);
  expect(slowest).toBeLessThan(20_000);
  expect(process.memoryUsage().rss - before).toBeLessThan(1.5e9);
  // The runtime still runs what is sound.
  expect(await endOf(small)).toBe('a network');
}, 240_000);
