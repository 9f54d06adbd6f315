import { CutoutError } from '../errors.ts';
import { type Artifact, type Catalog, findArtifact, type Network, type Precision } from '../inference/catalog.ts';
import { BACKENDS, type BackendChoice } from '../inference/engine.ts';

/** A rung of a network in a browser before it is opened: which file on which backend. */
export interface PlannedRung {
  readonly backend: 'webgpu-f16' | 'webgpu' | 'wasm';
  readonly artifact: Artifact;
}

/**
 * The ways to run each network, best first. Those that draw a matte go from WebGPU in half precision, where the catalog
 * has it, over WebGPU to WASM. Lite, face and parts are on WASM alone, which answers before a GPU has woken up.
 *
 * @param start where the ladder of those that draw begins.
 * @throws CutoutError `no-backend` where the catalog lacks portrait-s or lite.
 */
export function planRungs(catalog: Catalog, start: BackendChoice = 'auto'): Record<Network, readonly PlannedRung[]> {
  const drawing = (network: Network): PlannedRung[] => {
    const half = first(catalog, network, 'fp16');
    const single = first(catalog, network, 'int8', 'fp32');
    const planned: PlannedRung[] = [
      ...(half ? [{ backend: 'webgpu-f16', artifact: half } as const] : []),
      ...(single ? (['webgpu', 'wasm'] as const).map((backend) => ({ backend, artifact: single })) : []),
    ];
    const from = start === 'auto' ? 0 : BACKENDS.indexOf(start);
    return planned.filter(({ backend }) => BACKENDS.indexOf(backend) >= from);
  };
  const onWasm = (network: Network, precision: Precision = 'fp32'): PlannedRung[] => {
    const artifact = first(catalog, network, precision);
    return artifact ? [{ backend: 'wasm', artifact }] : [];
  };
  const planned = {
    'portrait-s': drawing('portrait-s'),
    modnet: drawing('modnet'),
    lite: onWasm('lite'),
    face: onWasm('face'),
    parts: onWasm('parts', 'int8'),
  };
  if (planned['portrait-s'].length > 0 && planned.lite.length > 0) return planned;
  throw new CutoutError('no-backend', 'The catalog lacks a network that this page needs.', { facts: ['catalog'] });
}

const first = (catalog: Catalog, network: Network, ...precisions: Precision[]): Artifact | undefined =>
  precisions.map((precision) => findArtifact(catalog, network, precision)).find((artifact) => artifact);
