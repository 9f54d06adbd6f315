import { readFile } from 'node:fs/promises';
import type { Exported } from './catalog.ts';
import { fetchSource } from './fetch.ts';
import { goldenMatte } from './golden.ts';
import { exportLite } from './lite.ts';
import { exportPortrait } from './portrait.ts';
import { MODNET, SELFIE, type Source } from './sources.ts';

/**
 * Fetches all sources and exports every artifact.
 *
 * @throws what {@link fetchSource} throws.
 */
export async function exportAll(cache: string, log: (line: string) => void): Promise<Exported[]> {
  const source = async (from: Source) => {
    log(`fetching ${from.name}`);
    return new Uint8Array(await readFile(await fetchSource(from, cache)));
  };
  const lite = exportLite(await source(SELFIE));
  const portrait = exportPortrait(await source(MODNET));
  log('running the golden picture');
  const golden = await goldenMatte(portrait.fp32);
  return [
    ...Object.entries(portrait).map(
      ([precision, bytes]) => ({ network: 'portrait', precision, bytes, golden }) as Exported,
    ),
    { network: 'lite', precision: 'fp32', bytes: lite },
  ];
}
