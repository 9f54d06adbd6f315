import { fileURLToPath } from 'node:url';
import { buildExtension } from '../extension/build.ts';
import { buildModels } from '../models/main.ts';
import { buildSite } from '../worker/build.ts';
import { buildCodecs } from '../worker/build-codecs.ts';
import { readOptions } from './common/options.ts';

/** The repository's folder. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** The folder of all that is built. */
export const DIST = fileURLToPath(new URL('../dist/', import.meta.url));

/** Everything that is shipped: networks, both extensions, the site. */
export async function buildAll(log: (line: string) => void): Promise<void> {
  await buildModels({ log });
  await Promise.all([
    buildExtension('chrome', `${DIST}chrome`),
    buildExtension('firefox', `${DIST}firefox`),
    buildSite(`${DIST}site`),
    buildCodecs(),
  ]);
  log('built dist/chrome, dist/firefox and dist/site');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  readOptions({}, 'Builds the networks, both extensions and the site into dist/.\n\n  npm run build');
  await buildAll(console.log);
}
