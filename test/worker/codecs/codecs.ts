import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import type { AnswerFormat, MatteQuery } from '../../../shared/contracts/matte-query.ts';
import type { Picture } from '../../../shared/image/picture.ts';
import type { Sniffed } from '../../../shared/sniff/header.ts';
import { buildCodecs } from '../../../worker/build-codecs.ts';

/** The Worker's `codecs/inspect.ts`, `codecs/decode.ts` and `codecs/encode.ts`. */
export interface Codecs {
  inspect(bytes: Uint8Array, wanted: Pick<MatteQuery, 'output'> & { readonly format: AnswerFormat }): Sniffed;
  inspectBackground(bytes: Uint8Array): Sniffed;
  decode(bytes: Uint8Array, sniffed: Sniffed): Promise<Picture>;
  encodePicture(picture: Picture, format: AnswerFormat): Promise<Uint8Array>;
}

/** The Worker's codecs, bundled for Node, where each call brings its own. */
export async function loadCodecs(): Promise<Codecs> {
  await buildCodecs();
  const wasm: Plugin = {
    name: 'wasm',
    setup: ({ onLoad }) =>
      onLoad({ filter: /\.wasm$/ }, async ({ path }) => ({
        contents: `export default new WebAssembly.Module(Buffer.from('${(await readFile(path)).toString('base64')}', 'base64'))`,
      })),
  };
  /** What the isolate inflates by its own stream is inflated at once: Node's works on another thread, whenever it comes to it. */
  const atOnce: Plugin = {
    name: 'at-once',
    setup: ({ onResolve }) =>
      onResolve({ filter: /^\.\/png\/inflate\.ts$/ }, () => ({
        path: join(process.cwd(), 'shared/image/png/inflate.ts'),
      })),
  };
  const { outputFiles } = await build({
    stdin: {
      contents: "export * from './inspect.ts'; export * from './decode.ts'; export * from './encode.ts';",
      resolveDir: join(process.cwd(), 'worker/codecs'),
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    plugins: [wasm, atOnce],
  });
  const folder = await mkdtemp(join(tmpdir(), 'matteo-held-'));
  try {
    await writeFile(join(folder, 'codecs.mjs'), outputFiles[0].contents);
    return await import(pathToFileURL(join(folder, 'codecs.mjs')).href);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Tells of the memory of every instance that is made from now on; answers how to end that. */
export function onMemory(tell: (memory: WebAssembly.Memory) => void): () => void {
  const { Instance } = WebAssembly;
  WebAssembly.Instance = new Proxy(Instance, {
    construct(target, [module, imports]) {
      const instance = new target(module, imports);
      for (const one of Object.values(instance.exports)) if (one instanceof WebAssembly.Memory) tell(one);
      return instance;
    },
  });
  return () => {
    WebAssembly.Instance = Instance;
  };
}
