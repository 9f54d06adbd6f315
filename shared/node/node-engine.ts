import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import * as ort from 'onnxruntime-web';
import { CutoutError } from '../errors.ts';
import { artifactOfCard } from '../inference/card.ts';
import {
  type Artifact,
  type Catalog,
  findArtifact,
  IN_PLACE_OF,
  type Network,
  parseCatalog,
} from '../inference/catalog.ts';
import { createLadder, type LadderEngine } from '../inference/ladder.ts';
import { asOwn } from '../inference/own/runner.ts';
import { openRunner } from '../inference/runner.ts';
import { modelFile } from './model-file.ts';
import type { OwnNetwork } from './own-network.ts';

/** The most bytes of a catalog that is fetched: many times what one has. */
const MOST_OF_CATALOG = 8 * 2 ** 20;

/**
 * The catalog of a folder of artifacts, as `modelFile` takes it.
 *
 * @throws CutoutError what `modelFile` throws, and `artifact-mismatch` where the file is no catalog.
 */
export async function readCatalog(folder: string, signal?: AbortSignal): Promise<Catalog> {
  const bytes = await modelFile(folder, 'catalog.json', MOST_OF_CATALOG, signal);
  return parseCatalog(new TextDecoder().decode(bytes), folder);
}

/** How a network is run. */
export interface NodeEngineOptions {
  readonly precision?: Artifact['precision'];
  /** Default: as many as there are cores, at most 4. */
  readonly threads?: number;
  /** A network of one's own, which draws in modnet's place. */
  readonly own?: OwnNetwork | undefined;
  /** Ends the fetching of artifacts. */
  readonly signal?: AbortSignal;
}

/**
 * An engine on onnxruntime-web's WASM. It uses single precision by default.
 *
 * @param folder where the artifacts are, as `modelFile` takes it.
 */
export async function createNodeEngine(
  folder: string,
  { precision = 'fp32', threads = Math.min(4, availableParallelism()), own, signal }: NodeEngineOptions = {},
): Promise<LadderEngine> {
  ort.env.wasm.numThreads = threads;
  ort.env.logLevel = 'error';
  const catalog = await readCatalog(folder, signal);
  const rung = (network: Network, wanted: Artifact['precision']) => {
    const artifact = findArtifact(catalog, network, wanted);
    if (!artifact)
      throw new CutoutError('no-backend', `The catalog in ${folder} has no ${network} network in ${wanted}.`, {
        facts: [`no ${network} in ${wanted}`],
      });
    const open = async () =>
      openRunner(ort, artifact, await modelFile(folder, artifact.file, artifact.bytes, signal), 'wasm');
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
