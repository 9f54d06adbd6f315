import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { DIST } from '../../../models/main.ts';
import { floats, floatValue, makeModel, makeNode } from '../../../models/onnx/build.ts';
import { writeModel } from '../../../models/onnx/model.ts';
import { cardOf } from '../../../models/own/card.ts';
import { convert } from '../../../models/own/convert.ts';
import type { Picture } from '../../../shared/image/picture.ts';
import { goldenPicture } from '../../../shared/inference/golden.ts';
import { createSequence } from '../../../shared/inference/own/sequence.ts';
import type { Masks } from '../../../shared/inference/runner.ts';
import { toTensor } from '../../../shared/inference/tensor.ts';
import { createNodeEngine } from '../../../shared/node/node-engine.ts';
import { readOwn } from '../../../shared/node/own-network.ts';
import { cutOut } from '../../../shared/pipeline/cutout.ts';
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
  await expect(readOwn(join(folder, 'nope.onnx'))).rejects.toThrow('There is no such file.');
  await writeFile(join(folder, 'other.onnx'), '');
  await expect(readOwn(join(folder, 'other.onnx'))).rejects.toThrow(/There is no card .*other\.json; npm run models/);
  await keep({ licence: '' });
  await expect(readOwn(file)).rejects.toThrow(/card’s licence is wrong/);
  await keep({ sha256: 'ab'.repeat(32) });
  const engine = await createNodeEngine(DIST, { threads: 1, own: await readOwn(file) });
  await expect(engine.prepare('modnet')).rejects.toThrow(/not the one in the catalog/);
});

test('in a sequence the matte of one frame is the mask of the next, while their size stays', async () => {
  const { file } = await exported();
  const engine = await createNodeEngine(DIST, { threads: 1, own: await readOwn(file) });
  onTestFinished(() => engine.dispose());
  const sequence = createSequence();
  const [frame, other] = [goldenPicture(96), goldenPicture(64)];
  const matteOf = async (picture: Picture) => {
    await cutOut(picture, engine, { network: 'modnet', sequence });
    return sequence.before(picture)!.data;
  };
  const odds = (alpha: number) => Math.log(alpha / (1 - alpha));
  const first = await matteOf(frame);
  const second = await matteOf(frame);
  // Beyond these, single precision knows no odds.
  const between = [...first.keys()].filter((i) => first[i] < 0.5);
  expect(between.length).toBeGreaterThan(50);
  for (const i of between) expect(odds(second[i]) - odds(first[i])).toBeCloseTo(9 * first[i], 2);
  expect(sequence.before(other)).toBeUndefined();
  const alone = await matteOf(other);
  await cutOut(other, engine, { network: 'modnet', sequence });
  expect(sequence.before(other)!.data).not.toEqual(alone);
});

test('the mask of a first frame is what lite sees, where the card says so', async () => {
  const { file, keep } = await exported();
  await keep({ first: 'lite' });
  const engine = await createNodeEngine(DIST, { threads: 1, own: await readOwn(file) });
  onTestFinished(() => engine.dispose());
  const input = runToEnd(toTensor(goldenPicture(48), engine.inputOf('modnet'), { width: 48, height: 32 }));
  const mask = (value: number) => ({ dims: [1, 1, 2, 2], data: new Float32Array(4).fill(value) });
  const drawn = async (masks?: Masks) => (await engine.infer('modnet', input, undefined, masks)).data[0];
  const odds = 4 * input.data[0] - 2;
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  expect(await drawn()).toBeCloseTo(sigmoid(odds), 4);
  expect(await drawn({ lite: mask(0.5) })).toBeCloseTo(sigmoid(odds + 4.5), 4);
  expect(await drawn({ lite: mask(0.5), before: mask(0.1) })).toBeCloseTo(sigmoid(odds + 0.9), 4);
});
