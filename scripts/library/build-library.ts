import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type BuildOptions, build } from 'esbuild';
import { minify } from 'terser';
import { packageModels } from '../../extension/build.ts';
import { ORT_FILES } from '../../shared/web/runtime/ort.ts';
import { smallShaders } from './small-shaders.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MODELS = join(ROOT, 'models/dist');
const SOURCE = join(ROOT, 'shared/library');
export const LIBRARY = join(ROOT, 'dist/library');

/** With WebGPU by JSPI, and WASM alone; the client chooses among them. */
const RUNTIMES = [ORT_FILES.jspi, ORT_FILES.wasm];

/** What browsers load: each source's bundle. */
const OF_BROWSERS = { 'web/index.ts': 'web.js', 'web/engine-worker.ts': 'assets/engine-worker.js' };

/**
 * Builds the npm package into `outDir`, which is emptied first. Needs the networks in `models/dist`.
 *
 * @returns the size of the code that browsers load, gzipped, in kB of 1,000 bytes.
 */
export async function buildLibrary(outDir: string): Promise<{ readonly kilobytes: number }> {
  await rm(outDir, { recursive: true, force: true });
  await mkdir(join(outDir, 'assets'), { recursive: true });
  const web: BuildOptions = { format: 'esm', target: 'es2022', legalComments: 'none', minifySyntax: true };
  await Promise.all([
    ...Object.entries(OF_BROWSERS).map(async ([source, file]) => {
      await bundle(join(SOURCE, source), join(outDir, file), web);
      await shrink(join(outDir, file));
    }),
    bundle(join(SOURCE, 'node/index.ts'), join(outDir, 'node.js'), {
      format: 'esm',
      platform: 'node',
      target: 'node20',
      external: ['sharp', 'onnxruntime-web'],
    }),
    packageModels(MODELS, join(outDir, 'assets/models')),
    copyRuntimes(join(outDir, 'assets/ort')),
    writeManifest(outDir),
    ...['LICENSE', 'NOTICE'].map((name) => copyFile(join(ROOT, name), join(outDir, name))),
    copyFile(join(ROOT, 'docs/library.md'), join(outDir, 'README.md')),
    writeTypes(outDir),
  ]);
  const code = await Promise.all(Object.values(OF_BROWSERS).map((file) => readFile(join(outDir, file))));
  return { kilobytes: code.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0) / 1000 };
}

/**
 * Minifies a bundle, by 5 % more than esbuild would. No property here does anything when it is only read (`pure_getters`), and no function without
 * `this` is called with `new` (`unsafe_arrows`). Once compressed, calls are smaller than copies of functions with arguments (`inline`), and so are
 * comparisons with constants on one side (`lhs_constants`).
 */
async function shrink(file: string): Promise<void> {
  const { code } = await minify(await readFile(file, 'utf8'), {
    module: true,
    ecma: 2020,
    compress: {
      passes: 3,
      pure_getters: true,
      inline: 1,
      lhs_constants: false,
      keep_fargs: false,
      unsafe_arrows: true,
    },
  });
  await writeFile(file, code!);
}

const bundle = (entry: string, outfile: string, options: BuildOptions) =>
  build({ entryPoints: [entry], outfile, bundle: true, logLevel: 'warning', plugins: [smallShaders], ...options });

async function copyRuntimes(to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  const files = RUNTIMES.flatMap(({ module, wasm }) => [module, wasm]);
  await Promise.all(
    files.map((file) => copyFile(join(ROOT, 'node_modules/onnxruntime-web/dist', file), join(to, file))),
  );
}

async function writeManifest(outDir: string): Promise<void> {
  const { name, version, description, license, engines, dependencies } = JSON.parse(
    await readFile(join(ROOT, 'package.json'), 'utf8'),
  ) as Record<string, never> & { dependencies: Record<string, string> };
  const ofNode = ['onnxruntime-web', 'sharp'].map((each) => [each, dependencies[each]]);
  const manifest = {
    ...{ name, version, description, license, engines },
    type: 'module',
    sideEffects: false,
    exports: {
      '.': {
        node: { types: './types/node/index.d.ts', default: './node.js' },
        types: './types/web/index.d.ts',
        default: './web.js',
      },
      // Each host by name: what resolves `.` for TypeScript may mean the other one.
      './node': { types: './types/node/index.d.ts', default: './node.js' },
      './web': { types: './types/web/index.d.ts', default: './web.js' },
      './assets/*': './assets/*',
      './package.json': './package.json',
    },
    types: './types/web/index.d.ts',
    // Only Node's module imports them.
    optionalDependencies: Object.fromEntries(ofNode),
  };
  await writeFile(join(outDir, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
}

/** The declarations of what a program can import, and of what those import. */
async function writeTypes(outDir: string): Promise<void> {
  const made = join(ROOT, 'dist/tsc/library-types');
  await rm(made, { recursive: true, force: true });
  for (const host of ['web', 'node']) {
    const { status, stdout } = spawnSync(
      process.execPath,
      [
        join(ROOT, 'node_modules/typescript/bin/tsc'),
        ...['-p', join(SOURCE, host), '--noEmit', 'false', '--declaration', '--emitDeclarationOnly'],
        ...['--incremental', 'false', '--rootDir', join(ROOT, 'shared'), '--outDir', made, '--stripInternal'],
        ...['--tsBuildInfoFile', 'null'],
      ],
      { encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`The types of the library could not be made:\n${stdout}`);
  }
  for (const path of ['library/types', 'library/familiar', ...(await modulesOf(made))]) {
    const to = join(outDir, 'types', path.replace(/^library\//, ''));
    await mkdir(dirname(to), { recursive: true });
    const text = await readFile(join(made, `${path}.d.ts`), 'utf8');
    const depth = path.startsWith('library/') ? 1 : 0;
    await writeFile(`${to}.d.ts`, relinked(text, depth));
  }
}

async function modulesOf(made: string): Promise<string[]> {
  const hosts = await Promise.all(
    ['web', 'node'].map(async (host) =>
      (await readdir(join(made, 'library', host))).map((name) => `library/${host}/${name.replace('.d.ts', '')}`),
    ),
  );
  return ['errors', ...hosts.flat()];
}

/** Specifiers as they are in the package: `types/` holds what `shared/library/` held, and `errors` beside it. */
const relinked = (text: string, depth: number): string =>
  text
    .replace(/(from ')([./]+)([^']*)\.ts'/g, (_, from: string, up: string, path: string) => {
      const shorter = depth === 1 && up.startsWith('../../') ? up.replace('../../', '../') : up;
      return `${from}${shorter}${path}.js'`;
    })
    .replace(/import\("([^"]+)\.ts"\)/g, 'import("$1.js")');
