import { expect, it } from 'vitest';
import type { Tensor } from '../../../shared/image/picture.ts';
import { createLadder, type Rung } from '../../../shared/inference/ladder.ts';
import type { Runner } from '../../../shared/inference/runner.ts';
import { cutOut } from '../../../shared/pipeline/cutout.ts';
import { artifactOf } from '../../fixtures/engine/artifact.ts';
import { bust, drawnEngine, matteOfShape } from '../../fixtures/engine/engine.ts';
import { runnerOf } from '../../fixtures/engine/runner.ts';
import { golden, goldenMatte } from '../../fixtures/golden.ts';
import { paint } from '../../fixtures/pixels.ts';
import { randomInts } from '../../fixtures/random.ts';

type Answer = (input: Tensor) => Tensor | Promise<Tensor>;

const LIMIT_MS = 60;
const random = randomInts(7);
const portrait = artifactOf({ golden });
const lite = artifactOf({ network: 'lite', input: drawnEngine().inputOf('lite') });
const picture = paint(256, 256, () => [90, 120, 60]);

/** A network that sees a person, and knows the golden picture. */
const sound = (input: Tensor): Tensor =>
  input.dims[3] === golden.width ? goldenMatte() : matteOfShape(bust, input.dims[3], input.dims[2]);
const changed = (change: (alpha: number, i: number, all: Float32Array) => number) => (input: Tensor) => {
  const { dims, data } = sound(input);
  return { dims, data: data.map((alpha, i) => change(alpha, i, data)) };
};
/** Sound until the self-test has passed. */
const later =
  (fault: Answer): Answer =>
  (input) =>
    input.dims[3] === golden.width ? goldenMatte() : fault(input);
const throwing = (words: string) => (): never => {
  throw new Error(words);
};

function job(runner: Runner | (() => never), onWasm: Answer = sound) {
  const gpu: Rung = {
    backend: 'webgpu',
    artifact: portrait,
    identity: async () => 'adapter 1',
    open: async () => (typeof runner === 'function' ? runner() : runner),
  };
  const wasm: Rung = { backend: 'wasm', artifact: portrait, open: async () => runnerOf(onWasm) };
  const small: Rung = { backend: 'wasm', artifact: lite, open: async () => runnerOf(sound) };
  const engine = createLadder({ 'portrait-s': [gpu, wasm], lite: [small] }, undefined, LIMIT_MS);
  return { engine, done: cutOut(picture, engine, { maxInputPixels: 256 * 256 }) };
}

it.each([
  ['answers zeros', changed(() => 0), /flat/],
  ['answers what is no number', changed(() => Number.NaN), /wrong|flat/],
  ['answers a shifted matte', changed((_, i, all) => all[i - 3] ?? 0), /wrong/],
  ['answers a noisy matte', changed((alpha) => alpha + (random(1000) - 500) / 3000), /wrong/],
  ['hangs in its self-test', () => new Promise<Tensor>(() => {}), /did not answer/],
  ['hangs in a job', later(() => new Promise<Tensor>(() => {})), /did not answer/],
  ['answers zeros in a job', later((input) => matteOfShape(() => -1, input.dims[3], input.dims[2])), /flat/],
  ['loses its device in a job', later(throwing('The GPU was lost')), /lost/],
  ['runs out of memory in a job', later(throwing('Out of memory')), /memory/],
])('a GPU that %s is left, and the job is done as WASM does it', async (_, answer, reason) => {
  const runner = runnerOf(answer);
  const { engine, done } = job(runner);
  const [found, truth] = [await done, await job(throwing('no adapter')).done];
  expect(found).toMatchObject({ person: 'yes', backend: 'wasm' });
  expect(found.person !== 'no' && found.matte.data).toEqual(truth.person !== 'no' && truth.matte.data);
  expect(engine.skipped).toEqual([{ network: 'portrait-s', backend: 'webgpu', reason: expect.stringMatching(reason) }]);
});

it('a GPU without the memory to open the network is left as well', async () => {
  const { engine, done } = job(throwing('Out of memory'));
  expect(await done).toMatchObject({ person: 'yes', backend: 'wasm' });
  expect(engine.skipped).toEqual([{ network: 'portrait-s', backend: 'webgpu', reason: 'Out of memory' }]);
});

it('a GPU that sees nobody is believed where WASM sees nobody either', async () => {
  const nobody = later((input) => matteOfShape(() => -1, input.dims[3], input.dims[2]));
  const { engine, done } = job(runnerOf(nobody), nobody);
  expect(await done).toMatchObject({ person: 'unsure', backend: 'webgpu' });
  expect(engine.skipped).toEqual([]);
});

it('a GPU that is sound does the job', async () => {
  const { engine, done } = job(runnerOf(sound));
  expect(await done).toMatchObject({ person: 'yes', backend: 'webgpu' });
  expect(engine.skipped).toEqual([]);
});
