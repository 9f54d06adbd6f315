import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { buildCodecs } from './build-codecs.ts';

const ENTRY = fileURLToPath(new URL('index.ts', import.meta.url));

/** A module as workerd takes it; the first of a list is the one that begins. */
export interface WorkerModule {
  readonly type: 'ESModule' | 'CompiledWasm';
  readonly path: string;
  readonly contents: Uint8Array;
}

/** The Worker as one module of code, and the WebAssembly that it imports: what `wrangler deploy` makes of it, too. */
export async function bundleWorker(): Promise<WorkerModule[]> {
  await buildCodecs();
  const wasm = new Map<string, string>();
  /** WebAssembly stays a module of its own: an isolate may not compile bytes. */
  const apart: Plugin = {
    name: 'wasm-apart',
    setup(building) {
      building.onResolve({ filter: /\.wasm$/ }, async ({ path, pluginData, ...where }) => {
        if (pluginData === apart) return undefined;
        const found = await building.resolve(path, { ...where, pluginData: apart });
        wasm.set(`./${basename(found.path)}`, found.path);
        return { path: `./${basename(found.path)}`, external: true };
      });
    },
  };
  const { outputFiles } = await build({
    entryPoints: [ENTRY],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    external: ['cloudflare:workers'],
    conditions: ['workerd', 'worker', 'browser'],
    logLevel: 'warning',
    plugins: [apart],
  });
  const code = { type: 'ESModule', path: 'index.js', contents: outputFiles[0].contents } as const;
  const others = [...wasm].map(async ([path, file]) => {
    return { type: 'CompiledWasm', path: path.slice(2), contents: await readFile(file) } as const;
  });
  return [code, ...(await Promise.all(others))];
}
