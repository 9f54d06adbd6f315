import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions as Esbuild } from 'esbuild';
import sharp from 'sharp';
import { type Artifact, catalogSchema, type Network, type Precision } from '../shared/inference/catalog.ts';
import type { EngineChanges } from './engine/changes.ts';
import { ICON_SIZES, manifest, type Target } from './manifest.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const ROOT = join(HERE, '..');
const ORT = join(ROOT, 'node_modules/onnxruntime-web/dist');

/** The runtime per browser: JSPI where there is, asyncify elsewhere; each bundle has its glue inside. */
const RUNTIME: Record<Target, readonly string[]> = {
  chrome: ['ort.jspi.bundle.min.mjs', 'ort-wasm-simd-threaded.jspi.wasm'],
  firefox: ['ort.webgpu.bundle.min.mjs', 'ort-wasm-simd-threaded.asyncify.wasm'],
};

/** Of these only Chrome makes use. */
const CHROME_ONLY = ['engine/offscreen.html', 'managed-schema.json'];
const STATIC = [
  '_locales',
  ...CHROME_ONLY,
  'batch/batch.html',
  'batch/batch.css',
  'batch/grid.css',
  'batch/large/large.css',
  'editor/editor.html',
  'editor/editor.css',
  'popup/popup.html',
  'popup/popup.css',
  'options/options.html',
  'options/options.css',
  'welcome/welcome.html',
  'welcome/welcome.css',
  'common/colours.css',
  'common/controls.css',
  'common/intake.css',
  'common/shortcuts.css',
  'common/recents.css',
  'common/backdrops.css',
];

/** How a build differs from the shipped one. */
export interface BuildOptions {
  /** Match patterns granted at once; for test copies only. */
  readonly grantedHosts?: readonly string[];
  /** Where the networks and their catalog are. Default: `models/dist`. */
  readonly modelsDir?: string;
  /** What the engine does otherwise than shipped; for test copies only. */
  readonly engine?: EngineChanges;
  /** Whether a tab opens after installing. Default: true; test copies are silent. */
  readonly greets?: boolean;
}

/**
 * The artifacts that the extension packages: portrait-s for computing in single and half precision, MODNet for computing
 * in single precision alone (half would be 7 MB more), lite, face and parts.
 */
const PACKAGED: Readonly<Partial<Record<Network, readonly Precision[]>>> = {
  'portrait-s': ['int8', 'fp16'],
  modnet: ['int8'],
  lite: ['fp32'],
  face: ['fp32'],
  parts: ['int8'],
};
const isPackaged = ({ network, precision }: Artifact): boolean => PACKAGED[network]?.includes(precision) ?? false;

/**
 * Builds the extension for one browser into `outDir`, which is emptied first. Needs the networks in `modelsDir`.
 */
export async function buildExtension(target: Target, outDir: string, options: BuildOptions = {}): Promise<void> {
  await rm(outDir, { recursive: true, force: true });
  await mkdir(outDir, { recursive: true });
  await Promise.all([
    writeManifest(target, outDir, options),
    writeLocales(join(outDir, 'common')),
    bundle(target, outDir, options),
    ...STATIC.filter((path) => target === 'chrome' || !CHROME_ONLY.includes(path)).map((path) =>
      cp(join(HERE, path), join(outDir, path), { recursive: true }),
    ),
    cp(join(ROOT, 'docs/pictures/portrait.webp'), join(outDir, 'welcome/portrait.webp')),
    cp(join(ROOT, 'shared/web/bars.css'), join(outDir, 'common/bars.css')),
    ...RUNTIME[target].map((file) => cp(join(ORT, file), join(outDir, 'ort', file))),
    packageModels(options.modelsDir ?? join(ROOT, 'models/dist'), join(outDir, 'models')),
    drawIcons(join(outDir, 'icons')),
  ]);
}

async function writeManifest(target: Target, outDir: string, { grantedHosts }: BuildOptions): Promise<void> {
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  await writeFile(
    join(outDir, 'manifest.json'),
    `${JSON.stringify(manifest(target, version, grantedHosts), null, 2)}\n`,
  );
}

/** The list of languages, for the options to choose from. */
async function writeLocales(outDir: string): Promise<void> {
  await mkdir(outDir, { recursive: true });
  const locales = await readdir(join(HERE, '_locales'));
  await writeFile(join(outDir, 'locales.json'), JSON.stringify(locales.sort()));
}

async function bundle(target: Target, outDir: string, { engine = {}, greets = true }: BuildOptions): Promise<void> {
  const shared: Esbuild = {
    bundle: true,
    minify: true,
    legalComments: 'none',
    target: target === 'chrome' ? 'chrome148' : 'firefox142',
    inject: [join(HERE, 'common/browser/zod-without-eval.ts')],
    loader: { '.css': 'text', '.wgsl': 'text' },
    define: { ENGINE_CHANGES: JSON.stringify(engine), GREETS: String(greets) },
    logLevel: 'warning',
  };
  const modules: Record<string, string> = {
    'background/main': join(HERE, target === 'chrome' ? 'background/main.ts' : 'background/firefox.ts'),
    'engine/worker': join(ROOT, 'shared/web/engine-worker/worker.ts'),
    'engine/own-worker': join(ROOT, 'shared/web/own/worker.ts'),
    'engine/compose-worker': join(HERE, 'engine/compose-worker.ts'),
    'batch/batch': join(HERE, 'batch/batch.ts'),
    'editor/editor': join(HERE, 'editor/editor.ts'),
    'editor/worker': join(HERE, 'editor/work/worker.ts'),
    'popup/popup': join(HERE, 'popup/popup.ts'),
    'options/options': join(HERE, 'options/options.ts'),
    'welcome/welcome': join(HERE, 'welcome/welcome.ts'),
    ...(target === 'chrome' && { 'engine/offscreen': join(HERE, 'engine/offscreen.ts') }),
  };
  await Promise.all([
    build({ ...shared, format: 'esm', entryPoints: modules, outdir: outDir, external: ['*.mjs'] }),
    build({ ...shared, format: 'iife', entryPoints: { 'page/main': join(HERE, 'page/main.ts') }, outdir: outDir }),
  ]);
}

/**
 * Copies the networks that browsers run, and their catalog without the others.
 *
 * @throws Error where `from` lacks one.
 */
export async function packageModels(from: string, to: string): Promise<void> {
  const catalog = catalogSchema.parse(JSON.parse(await readFile(join(from, 'catalog.json'), 'utf8')));
  const artifacts = catalog.artifacts.filter(isPackaged);
  for (const network of Object.keys(PACKAGED)) {
    if (!artifacts.some((artifact) => artifact.network === network)) {
      throw new Error(`${from} has no ${network} network to package; run “npm run models”.`);
    }
  }
  await mkdir(to, { recursive: true });
  await Promise.all(artifacts.map(({ file }) => cp(join(from, file), join(to, file))));
  await writeFile(join(to, 'catalog.json'), JSON.stringify({ version: catalog.version, artifacts }));
}

async function drawIcons(outDir: string): Promise<void> {
  await mkdir(outDir, { recursive: true });
  const svg = await readFile(join(HERE, 'icons/matteo.svg'));
  await Promise.all(
    ICON_SIZES.map((size) =>
      sharp(svg, { density: 600 })
        .resize(size, size)
        .png()
        .toFile(join(outDir, `${size}.png`)),
    ),
  );
}
