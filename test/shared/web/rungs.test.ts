import { describe, expect, it } from 'vitest';
import type { Network, Precision } from '../../../shared/inference/catalog.ts';
import { planRungs } from '../../../shared/web/rungs.ts';
import { artifactOf } from '../../fixtures/engine/artifact.ts';

const catalogOf = (artifacts: Partial<Record<Network, readonly Precision[]>>) => ({
  version: 1 as const,
  artifacts: (Object.entries(artifacts) as [Network, readonly Precision[]][]).flatMap(([network, precisions]) =>
    precisions.map((precision) => artifactOf({ network, precision })),
  ),
});
const packaged = {
  'portrait-s': ['int8', 'fp16'],
  modnet: ['int8'],
  lite: ['fp32'],
  face: ['fp32'],
  parts: ['int8'],
} as const;
const inWords = (catalog: ReturnType<typeof catalogOf>, ...start: [] | [Parameters<typeof planRungs>[1]]) =>
  Object.fromEntries(
    Object.entries(planRungs(catalog, ...start)).map(([network, ways]) => [
      network,
      ways.map(({ backend, artifact }) => `${backend} ${artifact.precision}`),
    ]),
  );

describe('the ways to run a network', () => {
  it('of the extension have whatever draws a matte on a GPU first, and the others on WASM', () => {
    expect(inWords(catalogOf(packaged))).toEqual({
      'portrait-s': ['webgpu-f16 fp16', 'webgpu int8', 'wasm int8'],
      modnet: ['webgpu int8', 'wasm int8'],
      lite: ['wasm fp32'],
      face: ['wasm fp32'],
      parts: ['wasm int8'],
    });
  });

  it('of a catalog with everything have MODNet in half precision as well', () => {
    const all = ['fp32', 'fp16', 'int8'] as const;
    const ways = inWords(catalogOf({ 'portrait-s': all, modnet: all, lite: ['fp32'], face: ['fp32'] }));
    expect(ways.modnet).toEqual(['webgpu-f16 fp16', 'webgpu int8', 'wasm int8']);
  });

  it.each([
    ['webgpu-f16', ['webgpu-f16 fp16', 'webgpu int8', 'wasm int8'], ['webgpu int8', 'wasm int8']],
    ['webgpu', ['webgpu int8', 'wasm int8'], ['webgpu int8', 'wasm int8']],
    ['wasm', ['wasm int8'], ['wasm int8']],
  ] as const)('start at %s where that is chosen', (start, drawer, outlines) => {
    const ways = inWords(catalogOf(packaged), start);
    expect([ways['portrait-s'], ways.modnet, ways.lite]).toEqual([drawer, outlines, ['wasm fp32']]);
  });

  it('are fewer where the catalog lacks a network that can be done without', () => {
    const ways = inWords(catalogOf({ 'portrait-s': ['int8'], lite: ['fp32'] }));
    expect([ways.modnet, ways.face, ways.parts]).toEqual([[], [], []]);
  });

  it.each([
    ['portrait-s', { ...packaged, 'portrait-s': [] }],
    ['lite', { ...packaged, lite: [] }],
  ] as const)('are none without %s', (_, artifacts) => {
    expect(() => planRungs(catalogOf(artifacts))).toThrow(/lacks a network/);
  });
});
