import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { DIST } from '../../../models/main.ts';
import { floats, floatValue, makeModel, makeNode } from '../../../models/onnx/build.ts';
import { writeModel } from '../../../models/onnx/model.ts';
import { cardOf } from '../../../models/own/card.ts';
import { convert } from '../../../models/own/convert.ts';
import { goldenPicture } from '../../../shared/inference/golden.ts';
import { toTensor } from '../../../shared/inference/tensor.ts';
import { createNodeEngine } from '../../../shared/node/node-engine.ts';
import { readOwn } from '../../../shared/node/own-network.ts';
import { runToEnd } from '../../../shared/steps.ts';

/** Alpha is a sigmoid of 4 × red − 2 + 9 × the mask before. */
const masked = writeModel(
  makeModel('test', {
    node: [
      makeNode('Conv', ['in', 'w', 'b'], ['odds'], { kernel_shape: [1, 1] }),
      makeNode('Sigmoid', ['odds'], ['out']),
    ],
    initializer: [floats('w', [1, 4, 1, 1], [4, 0, 0, 9]), floats('b', [1], [-2])],
    input: [floatValue('in', [1, 4, 32, 48])],
    output: [floatValue('out', [1, 1, 32, 48])],
  }),
);

async function exported() {
  const folder = await mkdtemp(join(tmpdir(), 'matteo-own-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const converted = await convert(masked, { weights: 'as-is', range: '0..1' });
  const facts = { name: 'Mine', file: 'mine.onnx', weights: 'as-is', licence: 'MIT' } as const;
  const card = await cardOf(converted, { ...facts, source: { file: 'masked.onnx', bytes: masked } });
  const file = join(folder, 'mine.onnx');
  await writeFile(file, converted.onnx);
  const keep = (changes: object) => writeFile(join(folder, 'mine.json'), JSON.stringify({ ...card, ...changes }));
  await keep({});
  return { file, card, keep, folder };
}

test('a network of one’s own draws what its card says, its mask empty', async () => {
  const { file, card } = await exported();
  const engine = await createNodeEngine(DIST, { threads: 1, own: await readOwn(file) });
  onTestFinished(() => engine.dispose());
  const size = { width: 48, height: 32 };
  expect(engine.inputOf('modnet').size).toEqual({ policy: 'fixed', ...size });
  const input = runToEnd(toTensor(goldenPicture(48), engine.inputOf('modnet'), size));
  const { dims, data } = await engine.infer('modnet', input);
  expect(dims).toEqual([1, 1, 32, 48]);
  const golden = Uint8Array.from(atob(card.golden.alpha), (character) => character.charCodeAt(0));
  expect(data.every((value, i) => Math.abs(value * 255 - golden[i]) <= 1)).toBe(true);
  expect(data[0]).toBeCloseTo(1 / (1 + Math.exp(2 - 4 * input.data[0])), 4);
});

test('a card that is missing, wrong or another network’s is told in words', async () => {
  const { file, keep, folder } = await exported();
  await expect(readOwn(join(folder, 'other.onnx'))).rejects.toThrow(/There is no card .*other\.json; npm run models/);
  await keep({ licence: '' });
  await expect(readOwn(file)).rejects.toThrow(/card’s licence is wrong/);
  await keep({ sha256: 'ab'.repeat(32) });
  const engine = await createNodeEngine(DIST, { threads: 1, own: await readOwn(file) });
  await expect(engine.prepare('modnet')).rejects.toThrow(/not the one in the catalog/);
});
