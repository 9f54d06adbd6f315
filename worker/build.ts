import { copyFile, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { LARGEST_SERVED } from '../shared/inference/catalog.ts';
import { servedCatalogSchema, servedFiles } from '../shared/inference/own/served.ts';
import { siteHeaders } from './headers.ts';
import { openApi } from './openapi/document.ts';
import { batchesPage } from './site/batches/page.ts';
import { docsPage } from './site/docs/page.ts';
import { head } from './site/head.ts';
import { buildManifest, describe, versionOf } from './site/offline/build-offline.ts';
import { installLinks, type Stores, storesOf } from './site/stores.ts';
import { PAGE } from './site/strings.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SITE = join(ROOT, 'worker/site');
const MODELS = join(ROOT, 'models/dist');
const ORT = join(ROOT, 'node_modules/onnxruntime-web');

const PUBLIC_FILES = ['favicon.svg', 'figure.svg', 'scene.svg'];
const SAMPLES = ['street.webp', 'waving.webp', 'shelf.webp'];
const ORT_FILES = [
  'ort.jspi.bundle.min.mjs',
  'ort-wasm-simd-threaded.jspi.wasm',
  'ort.wasm.bundle.min.mjs',
  'ort-wasm-simd-threaded.wasm',
];

/**
 * Builds everything the Worker serves as a file into `outDir`, which is emptied first: the try page with its
 * service worker, the engine's worker, the API's document and its page, onnxruntime-web and the artifacts of `models/dist`.
 *
 * @param stores where the extension is to be had. Default: as the environment says (`storesOf`).
 * @throws Error when `models/dist` is missing, a file is larger than a static asset may be, or a store's address is wrong.
 */
export async function buildSite(outDir: string, stores: Stores = storesOf(process.env)): Promise<void> {
  await rm(outDir, { recursive: true, force: true });
  await copyAll(join(SITE, 'public'), PUBLIC_FILES, outDir);
  await copyAll(join(SITE, 'public/samples'), SAMPLES, join(outDir, 'samples'));
  await buildManifest(outDir);
  const networks = await copyModels(join(outDir, 'models'));
  const ortBase = await copyOrt(outDir);
  const large = await describe(outDir, [...networks, ...ORT_FILES.map((name) => ortBase + name)]);

  const workerUrl = await bundle(outDir, join(ROOT, 'shared/web/engine-worker/worker.ts'), {
    entryNames: 'engine-[hash]',
    loader: { '.wgsl': 'text' },
  });
  const styleUrl = await bundle(outDir, join(SITE, 'style.css'));
  const composerUrl = await bundle(outDir, join(SITE, 'background/compose-worker.ts'));
  const scriptUrl = await bundle(outDir, join(SITE, 'page.ts'), {
    define: {
      ENGINE: JSON.stringify({ workerUrl, ortBase, modelsBase: '/models/' }),
      COMPOSER: JSON.stringify(composerUrl),
      LARGE: JSON.stringify(large),
    },
  });
  const parts = { head: await head({ ...PAGE, styleUrl, scriptUrl }), stores: await installLinks(stores) };
  await writeFile(join(outDir, 'index.html'), fill(await readFile(join(SITE, 'index.html'), 'utf8'), parts));
  const small = [
    ...['/', styleUrl, scriptUrl, workerUrl, composerUrl, '/models/catalog.json', '/manifest.webmanifest'],
    ...[...PUBLIC_FILES, ...SAMPLES.map((name) => `samples/${name}`)].map((name) => `/${name}`),
  ];
  await bundle(outDir, join(SITE, 'offline/service-worker.ts'), {
    outdir: outDir,
    entryNames: '[name]',
    format: 'iife',
    define: { VERSION: JSON.stringify(versionOf(await describe(outDir, small), large)) },
  });
  await buildDocs(outDir);
  await buildBatches(outDir);
  await writeFile(join(outDir, '_headers'), siteHeaders());
}

/** The OpenAPI document, and the page at /docs that shows it. */
async function buildDocs(outDir: string): Promise<void> {
  const document = openApi(await versionIn(ROOT));
  const styleUrl = await bundle(outDir, join(SITE, 'docs/docs.css'));
  const scriptUrl = await bundle(outDir, join(SITE, 'docs/try.ts'));
  await writeFile(join(outDir, 'openapi.json'), JSON.stringify(document, null, 2));
  await writeFile(join(outDir, 'docs.html'), await docsPage(document, { styleUrl, scriptUrl }));
}

/** The page at /batches. */
async function buildBatches(outDir: string): Promise<void> {
  const styleUrl = await bundle(outDir, join(SITE, 'batches/batches.css'));
  const scriptUrl = await bundle(outDir, join(SITE, 'batches/run.ts'));
  await writeFile(join(outDir, 'batches.html'), await batchesPage({ styleUrl, scriptUrl }));
}

/** Bundles one entry into `assets/` under a hashed name and answers its URL. */
async function bundle(outDir: string, entry: string, options: BuildOptions = {}): Promise<string> {
  const { metafile } = await build({
    absWorkingDir: outDir,
    entryPoints: [entry],
    outdir: join(outDir, 'assets'),
    entryNames: '[name]-[hash]',
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    logLevel: 'warning',
    ...options,
    metafile: true,
  });
  return `/${Object.keys(metafile.outputs)[0]}`;
}

/** Copies the catalog and its files; answers the URLs of our networks, those that the try page runs. */
async function copyModels(to: string): Promise<string[]> {
  const catalog = servedCatalogSchema.parse(JSON.parse(await readFile(join(MODELS, 'catalog.json'), 'utf8')));
  await copyAll(MODELS, ['catalog.json', ...servedFiles(catalog).map(({ file }) => file)], to);
  return catalog.artifacts.map(({ file }) => `/models/${file}`);
}

/** Copies onnxruntime-web into a folder of its version's name, so that it can be cached forever. */
async function copyOrt(outDir: string): Promise<string> {
  const version = await versionIn(ORT);
  await copyAll(join(ORT, 'dist'), ORT_FILES, join(outDir, 'ort', version));
  return `/ort/${version}/`;
}

/** The version in the package.json of a folder. */
async function versionIn(folder: string): Promise<string> {
  return (JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
}

async function copyAll(from: string, names: readonly string[], to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of names) {
    const source = join(from, name);
    if ((await stat(source)).size > LARGEST_SERVED) {
      throw new Error(`${basename(name)} is larger than the 25 MiB that a static asset may have.`);
    }
    await copyFile(source, join(to, name));
  }
}

/** The page with every `{{key}}` filled in: by a part, which is HTML, or by a text. @throws Error for a key that has neither. */
const fill = (template: string, parts: Readonly<Record<string, unknown>>): string =>
  template.replace(/\{\{(\w+)\}\}/g, (_, key: string) => {
    if (key in parts) return String(parts[key]);
    const text = (PAGE as Readonly<Record<string, string>>)[key];
    if (text === undefined) throw new Error(`index.html asks for {{${key}}}, which strings.ts doesn't have.`);
    return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  });
