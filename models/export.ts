import { readFile } from 'node:fs/promises';
import { catalogOf, describe, type Exported } from './catalog.ts';
import { exportFace } from './face.ts';
import { fetchSource } from './fetch.ts';
import { goldenMatte } from './golden.ts';
import { exportLite } from './lite.ts';
import { exportPortrait } from './portrait.ts';
import { BLAZEFACE, MODNET, SELFIE, type Source } from './sources.ts';

type Log = (line: string) => void;

async function exportNetworks(cache: string, log: Log): Promise<Exported[]> {
  const bytesOf = async (source: Source) => {
    log(`fetching ${source.name}`);
    return new Uint8Array(await readFile(await fetchSource(source, cache)));
  };
  const lite = exportLite(await bytesOf(SELFIE));
  const face = exportFace(await bytesOf(BLAZEFACE));
  const portrait = exportPortrait(await bytesOf(MODNET));
  log('running the golden picture');
  const golden = await goldenMatte(portrait.fp32);
  return [
    ...(['fp32', 'fp16', 'int8'] as const).map(
      (precision): Exported => ({ network: 'portrait', precision, bytes: portrait[precision], golden }),
    ),
    { network: 'lite', precision: 'fp32', bytes: lite },
    { network: 'face', precision: 'fp32', bytes: face },
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
