import type { MatteQuery } from '../../shared/contracts/matte-query.ts';
import { type Artifact, findArtifact, type Network } from '../../shared/inference/catalog.ts';
import { createLadder, type LadderEngine, type Rung } from '../../shared/inference/ladder.ts';
import { openRunner } from '../../shared/inference/runner.ts';
import type { Bindings } from '../bindings.ts';
import { loadCatalog } from '../catalog.ts';
import { ProblemError } from '../problems.ts';
import { openArtifact } from '../storage.ts';
import { ort } from './runtime.ts';
import { SMALL_SESSION } from './session.ts';

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
  /** Not in every catalog. */
  const optional = (...wanted: Parameters<typeof rung>): Rung[] =>
    findArtifact(catalog, wanted[0], wanted[1]) ? [rung(...wanted)] : [];
  const parts = isOfferingParts(bindings) ? optional('parts', 'int8', SMALL_SESSION) : [];
  const engine = createLadder({
    'portrait-s': [rung('portrait-s', 'int8', SMALL_SESSION)],
    lite: [rung('lite', 'fp32')],
    face: optional('face', 'fp32'),
    parts: parts.map((one) => ({ ...one, open: alone(one.open) })),
  });
  return engine;

  /** Opens a network once all others have left the memory to it: they have done their work by then. */
  function alone<Opened>(open: () => Promise<Opened>) {
    return async (): Promise<Opened> => {
      for (const other of ['portrait-s', 'lite', 'face'] as const) await engine.close(other);
      return open();
    };
  }
}

/** Whether heads, hair, skin and clothes are cut out here. */
export const isOfferingParts = ({ PARTS }: Bindings): boolean => PARTS !== 'off';

/** @throws ProblemError `not-implemented` where a part is asked for and not offered. */
export function checkOffered(bindings: Bindings, { part }: Pick<MatteQuery, 'part'>): void {
  if (part === undefined || isOfferingParts(bindings)) return;
  throw new ProblemError(
    'not-implemented',
    'This service cuts out whole people only; leave “part” out. Its owner finds in docs/deploy.md how to offer it.',
  );
}

async function read(bindings: Bindings, artifact: Artifact): Promise<Uint8Array<ArrayBuffer>> {
  const body = await openArtifact(bindings, artifact);
  if (!body) throw new ProblemError('unavailable', `The artifact ${artifact.file} is not deployed here.`);
  return new Uint8Array(await new Response(body).arrayBuffer());
}
