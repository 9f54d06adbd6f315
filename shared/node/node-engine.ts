import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import * as ort from 'onnxruntime-web';
import { CutoutError } from '../errors.ts';
import { artifactOfCard } from '../inference/card.ts';
import {
  type Artifact,
  type Catalog,
  catalogSchema,
  findArtifact,
  IN_PLACE_OF,
  type Network,
} from '../inference/catalog.ts';
import { createLadder, type LadderEngine } from '../inference/ladder.ts';
import { asOwn } from '../inference/own/runner.ts';
import { openRunner } from '../inference/runner.ts';
import type { OwnNetwork } from './own-network.ts';

/** The catalog of a folder of artifacts. */
export async function readCatalog(folder: string): Promise<Catalog> {
  return catalogSchema.parse(JSON.parse(await readFile(join(folder, 'catalog.json'), 'utf8')));
}

/** How a network is run. */
export interface NodeEngineOptions {
  readonly precision?: Artifact['precision'];
  /** Default: as many as there are cores, at most 4. */
  readonly threads?: number;
  /** A network of one's own, which draws in modnet's place. */
  readonly own?: OwnNetwork | undefined;
}

/** An engine on onnxruntime-web's WASM, with artifacts read from `folder`. It uses single precision by default. */
export async function createNodeEngine(
  folder: string,
  { precision = 'fp32', threads = Math.min(4, availableParallelism()), own }: NodeEngineOptions = {},
): Promise<LadderEngine> {
  ort.env.wasm.numThreads = threads;
  ort.env.logLevel = 'error';
  const catalog = await readCatalog(folder);
  const rung = (network: Network, wanted: Artifact['precision']) => {
    const artifact = findArtifact(catalog, network, wanted);
    if (!artifact)
      throw new CutoutError('no-backend', `The catalog in ${folder} has no ${network} network in ${wanted}.`, {
        facts: [`no ${network} in ${wanted}`],
      });
    const open = async () =>
      openRunner(ort, artifact, new Uint8Array(await readFile(join(folder, artifact.file))), 'wasm');
    return { backend: 'wasm' as const, artifact, open };
  };
  /** Not in every folder: the extension packages what it runs. */
  const optional = (network: Network, wanted: Artifact['precision']) =>
    findArtifact(catalog, network, wanted) ? [rung(network, wanted)] : [];
  return createLadder({
    modnet: optional('modnet', precision),
    'portrait-s': [rung('portrait-s', precision)],
    lite: [rung('lite', 'fp32')],
    face: optional('face', 'fp32'),
    parts: optional('parts', 'int8'),
    ...(own && { [IN_PLACE_OF]: [ownRung(own)] }),
  });
}

function ownRung({ file, card }: OwnNetwork) {
  const artifact = artifactOfCard(card);
  const open = async () => {
    return asOwn(await openRunner(ort, artifact, new Uint8Array(await readFile(file)), 'wasm'), card);
  };
  return { backend: 'wasm' as const, artifact, open };
}
