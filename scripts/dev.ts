import { watch } from 'node:fs';
import { buildExtension } from '../extension/build.ts';
import { buildSite } from '../worker/build.ts';
import { serve } from '../worker/serve.ts';
import { buildAll, DIST, ROOT } from './build.ts';
import { type OpenBrowser, openChromium } from './common/open.ts';
import { readOptions } from './common/options.ts';

const USAGE = `Builds, serves the try page, opens a Chromium with the extension, and does it again for what you change:
the extension is built anew and reloaded, the try page is built anew.

  npm run dev -- [--no-open]

  --no-open       opens no browser: reload dist/chrome by hand`;

/** Editors write a file in several steps. */
const REST_MS = 150;

const { 'no-open': isAlone } = readOptions({ 'no-open': { type: 'boolean' } }, USAGE);
await buildAll(console.log);
const worker = await serve({});
const browser: OpenBrowser | undefined = isAlone ? undefined : await openChromium(DIST, worker.url);
console.log(`The try page is on ${worker.url}. Ctrl-C ends it.`);

const BUILDS = {
  async extension() {
    await buildExtension('chrome', `${DIST}chrome`);
    await browser?.reload?.();
  },
  site: () => buildSite(`${DIST}site`),
};
/** What is built anew when a file of the folder changes. */
const PARTS: Readonly<Record<string, readonly (keyof typeof BUILDS)[]>> = {
  shared: ['extension', 'site'],
  extension: ['extension'],
  'worker/site': ['site'],
};

const changed = new Set<keyof typeof BUILDS>();
let resting: NodeJS.Timeout | undefined;
let building = Promise.resolve();

/** Builds what has changed, one build after the other; a fault is told and waits to be mended. */
async function rebuild(): Promise<void> {
  for (const part of [...changed]) {
    changed.delete(part);
    const started = Date.now();
    await BUILDS[part]().then(
      () => console.log(`${part}: built in ${Date.now() - started} ms`),
      (thrown: unknown) => console.error(`${part}: ${thrown instanceof Error ? thrown.message : thrown}`),
    );
  }
}

const watchers = Object.entries(PARTS).map(([folder, parts]) =>
  watch(`${ROOT}${folder}`, { recursive: true }, () => {
    for (const part of parts) changed.add(part);
    clearTimeout(resting);
    resting = setTimeout(() => {
      building = building.then(rebuild);
    }, REST_MS);
  }),
);

async function stop(): Promise<void> {
  for (const each of watchers) each.close();
  await Promise.allSettled([browser?.close(), worker.stop()]);
  process.exit(0);
}
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
