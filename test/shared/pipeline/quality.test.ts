import { expect, it } from 'vitest';
import { CutoutError } from '../../../shared/errors.ts';
import type { Network } from '../../../shared/inference/catalog.ts';
import type { Backend, Engine } from '../../../shared/inference/engine.ts';
import { cutOut } from '../../../shared/pipeline/cutout.ts';
import type { Quality } from '../../../shared/pipeline/options.ts';
import { bust, drawnEngine, type Shape } from '../../fixtures/engine/engine.ts';
import { paint } from '../../fixtures/pixels.ts';

const picture = paint(256, 256, () => [90, 120, 60]);
/** Outlines that MODNet alone sees. */
const finer: Shape = (u, v) => bust(u, v) + 0.02;

type Backends = { readonly [network in Network]?: Backend | undefined };

/** Networks that see a person, each on the backend that is named for it once it is open. */
function engineOn(backends: Backends, hoped = backends) {
  const drawn = drawnEngine({ modnet: finer });
  const prepared: Network[] = [];
  const on = (network: Network, at = backends): Backend => {
    const backend = at[network];
    if (backend) return backend;
    throw new CutoutError('no-backend', 'No way to run the network works.', { facts: [''] });
  };
  const engine: Engine = {
    ...drawn,
    backendOf: (network) => on(network, prepared.includes(network) ? backends : hoped),
    async prepare(network) {
      prepared.push(network);
      return on(network);
    },
    async infer(network, input) {
      on(network);
      return drawn.infer(network, input);
    },
  };
  return { engine, prepared, inferred: () => drawn.inferences.map(({ network }) => network) };
}

const onCpu = { 'portrait-s': 'wasm', modnet: 'wasm', lite: 'wasm', face: 'wasm' } as const;
const onGpu = { ...onCpu, 'portrait-s': 'webgpu', modnet: 'webgpu' } as const;

const cut = async ({ engine }: ReturnType<typeof engineOn>, quality?: Quality) => {
  const result = await cutOut(picture, engine, { quality, maxInputPixels: 256 * 256 });
  if (result.person === 'no') throw new Error('Nobody was found.');
  return result;
};

it.each([
  ['fine, on a CPU', 'fine', onCpu, 'fine'],
  ['fast, on a GPU', 'fast', onGpu, 'fast'],
  ['neither, on a GPU', undefined, onGpu, 'fine'],
  ['neither, on a CPU', undefined, onCpu, 'fast'],
  ['neither, and MODNet is not on the GPU', undefined, { ...onGpu, modnet: 'wasm' }, 'fast'],
  ['neither, and there is no MODNet', undefined, { ...onGpu, modnet: undefined }, 'fast'],
  ['fine, and there is no MODNet', 'fine', { ...onCpu, modnet: undefined }, 'fast'],
] as const)('MODNet is only opened and run where it draws: %s was asked for', async (_, asked, backends, ran) => {
  const networks = engineOn(backends);
  const { quality } = await cut(networks, asked);
  expect(quality).toBe(ran);
  expect(networks.inferred().includes('modnet')).toBe(ran === 'fine');
  if (asked !== 'fine') expect(networks.prepared.includes('modnet')).toBe(ran === 'fine');
});

it('fine is drawn by MODNet, fast by portrait-s', async () => {
  const [fast, fine] = [await cut(engineOn(onCpu), 'fast'), await cut(engineOn(onCpu), 'fine')];
  const sum = (data: Uint8ClampedArray) => data.reduce((total, alpha) => total + alpha, 0);
  expect(sum(fine.matte.data)).toBeGreaterThan(sum(fast.matte.data) * 1.02);
});

it('MODNet that can’t be opened, for want of memory say, leaves the job as fast does it', async () => {
  const [fast, fine] = [
    await cut(engineOn(onCpu), 'fast'),
    await cut(engineOn({ ...onCpu, modnet: undefined }, onCpu), 'fine'),
  ];
  expect(fine.matte.data).toEqual(fast.matte.data);
  expect(fine.quality).toBe('fast');
});

it('MODNet that leaves the GPU on opening is not waited for on the CPU, unless fine was asked for', async () => {
  const leaving = () => engineOn({ ...onGpu, modnet: 'wasm' }, onGpu);
  const [unasked, asked] = [leaving(), leaving()];
  expect((await cut(unasked)).quality).toBe('fast');
  expect(unasked.inferred()).not.toContain('modnet');
  expect((await cut(asked, 'fine')).quality).toBe('fine');
});

it('a server’s matte is left as it is', async () => {
  const networks = engineOn({ ...onCpu, 'portrait-s': 'remote' });
  expect((await cut(networks, 'fine')).quality).toBe('fast');
  expect(networks.prepared).not.toContain('modnet');
});
