import { readFile } from 'node:fs/promises';
import type { Network, Precision } from '../shared/inference/catalog.ts';
import { catalogOf, describe, type Exported } from './catalog.ts';
import { fetchSource } from './fetch/fetch.ts';
import { goldenMatte } from './golden.ts';
import { sha256 } from './hash.ts';
import { exportFace } from './networks/face.ts';
import { exportLite } from './networks/lite.ts';
import { exportModnet } from './networks/modnet.ts';
import { exportParts } from './networks/parts.ts';
import { exportPortraitS } from './networks/portrait-s.ts';
import { BLAZEFACE, MODNET, PORTRAIT_S, SELFIE, SELFIE_MULTICLASS, type Source } from './sources.ts';

type Log = (line: string) => void;

/** The file of our own network. @throws Error when it is another than the pinned one. */
async function trained(): Promise<Uint8Array> {
  const bytes = await readFile(new URL('portrait-s.onnx', import.meta.url));
  const hash = sha256(bytes);
  if (hash === PORTRAIT_S.sha256) return bytes;
  throw new Error(`models/portrait-s.onnx has the hash ${hash}, but models/sources.ts pins ${PORTRAIT_S.sha256}.`);
}

async function inAllPrecisions(network: Network, files: Record<Precision, Uint8Array>, log: Log): Promise<Exported[]> {
  log(`running the golden picture by ${network}`);
  const golden = await goldenMatte(network, files.fp32);
  return (['fp32', 'fp16', 'int8'] as const).map((precision) => ({
    network,
    precision,
    bytes: files[precision],
    golden,
  }));
}

async function exportNetworks(cache: string, log: Log): Promise<Exported[]> {
  const bytesOf = async (source: Source) => {
    log(`fetching ${source.name}`);
    return new Uint8Array(await readFile(await fetchSource(source, cache)));
  };
  const lite = exportLite(await bytesOf(SELFIE));
  const face = exportFace(await bytesOf(BLAZEFACE));
  const parts = exportParts(await bytesOf(SELFIE_MULTICLASS));
  return [
    ...(await inAllPrecisions('modnet', exportModnet(await bytesOf(MODNET)), log)),
    ...(await inAllPrecisions('portrait-s', exportPortraitS(await trained()), log)),
    { network: 'lite', precision: 'fp32', bytes: lite },
    { network: 'face', precision: 'fp32', bytes: face },
    { network: 'parts', precision: 'int8', bytes: parts },
  ];
}

/**
 * Fetches the sources and exports every network.
 *
 * @returns the artifacts and their `catalog.json`, by file name.
 * @throws what {@link fetchSource} throws.
 */
export async function exportFiles(cache: string, log: Log): Promise<Map<string, Uint8Array | string>> {
  const files = new Map<string, Uint8Array | string>();
  const artifacts = (await exportNetworks(cache, log)).map((exported) => {
    const artifact = describe(exported);
    files.set(artifact.file, exported.bytes);
    log(`${artifact.file}  ${(artifact.bytes / 1e6).toFixed(2)} MB`);
    return artifact;
  });
  return files.set('catalog.json', `${JSON.stringify(catalogOf(artifacts), null, 2)}\n`);
}
