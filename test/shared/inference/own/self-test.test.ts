import { expect, test } from 'vitest';
import type { Tensor } from '../../../../shared/image/picture.ts';
import { createLadder } from '../../../../shared/inference/ladder.ts';
import { ownTest } from '../../../../shared/inference/own/self-test.ts';
import { artifactOf } from '../../../fixtures/engine/artifact.ts';
import { runnerOf } from '../../../fixtures/engine/runner.ts';
import { golden, goldenMatte } from '../../../fixtures/golden.ts';

const artifact = artifactOf({ golden });
const changed = (change: (alpha: number, i: number) => number): Tensor => ({
  ...goldenMatte(),
  data: goldenMatte().data.map(change),
});

test('every value must be the card’s to within 1/255', async () => {
  const verdict = (answer: () => Tensor) => ownTest(runnerOf(answer), artifact);
  expect(await verdict(goldenMatte)).toBeUndefined();
  expect(await verdict(() => changed((alpha) => Math.round(alpha * 255 + 1) / 255))).toBeUndefined();
  expect(await verdict(() => changed((alpha, i) => alpha + (i === 7 ? 2.1 / 255 : 0)))).toMatch(/up to 2\/255/);
  expect(await verdict(() => changed((alpha, i) => (i === 9 ? Number.NaN : alpha)))).toMatch(/from the card’s/);
  expect(await verdict(() => ({ dims: [1, 1, 63, 64], data: goldenMatte().data.slice(64) }))).toMatch(
    /4032 in place of/,
  );
  expect(await ownTest(runnerOf(goldenMatte), artifactOf())).toMatch(/no matte/);
});

test('a network of one’s own that fails takes its backends from no other network', async () => {
  const open = async () => runnerOf(goldenMatte);
  const identity = async () => 'this one';
  const failing = { artifact, identity, open: async () => runnerOf(() => changed(() => 0)), ownTest };
  const engine = createLadder({
    modnet: [
      { backend: 'webgpu', ...failing },
      { backend: 'wasm', ...failing },
    ],
    'portrait-s': [
      { backend: 'webgpu', artifact, identity, open },
      { backend: 'wasm', artifact, open },
    ],
    face: [{ backend: 'wasm', artifact, open }],
  });
  await expect(engine.prepare('modnet')).rejects.toMatchObject({
    code: 'no-backend',
    message: expect.stringMatching(/webgpu: its matte is up to .*wasm: its matte is up to/),
  });
  expect(await engine.prepare('portrait-s')).toBe('webgpu');
  expect(await engine.prepare('face')).toBe('wasm');
});
