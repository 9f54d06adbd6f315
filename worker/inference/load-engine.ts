import { type Artifact, findArtifact, type Network } from '../../shared/inference/catalog.ts';
import { createLadder, type LadderEngine, type Rung } from '../../shared/inference/ladder.ts';
import { openRunner } from '../../shared/inference/runner.ts';
import type { Bindings } from '../bindings.ts';
import { loadCatalog } from '../catalog.ts';
import { ProblemError } from '../problems.ts';
import { openArtifact } from '../storage.ts';
import { ort } from './runtime.ts';
import { DRAWER_SESSION } from './session.ts';

let engine: Promise<LadderEngine> | undefined;

/**
 * The isolate's one engine; each network is fetched, verified and opened at its first use.
 *
 * @throws ProblemError `unavailable` where no catalog with both networks is deployed.
 */
export function loadEngine(bindings: Bindings): Promise<LadderEngine> {
  engine ??= createEngine(bindings).catch((error: unknown) => {
    engine = undefined;
    throw error;
  });
  return engine;
}

/** Gives the engine up after a failure, so that the next request starts anew. */
export function dropEngine(): void {
  engine?.then((failed) => failed.dispose()).catch(() => {});
  engine = undefined;
}

async function createEngine(bindings: Bindings): Promise<LadderEngine> {
  const catalog = await loadCatalog(bindings);
  const rung = (network: Network, precision: Artifact['precision'], options = {}): Rung => {
    const artifact = findArtifact(catalog, network, precision);
    if (!artifact) throw new ProblemError('unavailable', `The network “${network}” is not deployed here.`);
    const open = async () => openRunner(ort, artifact, await read(bindings, artifact), 'wasm', options);
    return { backend: 'wasm', artifact, open };
  };
  return createLadder({
    'portrait-s': [rung('portrait-s', 'int8', DRAWER_SESSION)],
    lite: [rung('lite', 'fp32')],
    face: findArtifact(catalog, 'face', 'fp32') ? [rung('face', 'fp32')] : [],
  });
}

async function read(bindings: Bindings, artifact: Artifact): Promise<Uint8Array<ArrayBuffer>> {
  const body = await openArtifact(bindings, artifact);
  if (!body) throw new ProblemError('unavailable', `The artifact ${artifact.file} is not deployed here.`);
  return new Uint8Array(await new Response(body).arrayBuffer());
}
